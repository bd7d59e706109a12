// The field that finds by text; `/` goes to it.
import { SearchOutlined } from '@ant-design/icons';
import { Input, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import { useFindKey } from '../calls/useFindKey';
import styles from './people.module.css';

type Props = { label: string; text: string; onFind: (text: string) => void };

export function FindField({ label, text, onFind }: Props) {
  const field = useRef<InputRef>(null);
  const [typed, setTyped] = useState(text);
  useFindKey(field);
  const find = () => {
    if (typed.trim() !== text) onFind(typed.trim());
  };
  return (
    <Input
      ref={field}
      className={styles.find}
      allowClear
      prefix={<SearchOutlined />}
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
        if (event.target.value === '') onFind('');
      }}
      onPressEnter={(event) => {
        // Enter that ends a Chinese word belongs to the input method.
        if (!event.nativeEvent.isComposing) find();
      }}
      onBlur={find}
    />
  );
}
