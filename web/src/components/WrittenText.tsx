// A text that people write. Enter belongs to the input method and to new lines; Ctrl+Enter and Esc
// leave the field, and what was written stays.
import { Input } from 'antd';
import type { KeyboardEvent } from 'react';

type Props = {
  id: string;
  value: string;
  label: string;
  placeholder?: string;
  rows?: number;
  /** Whether the label also stands above the field. */
  isLabelShown?: boolean;
  isMissing?: boolean;
  maxLength?: number;
  onChange: (text: string) => void;
  /** The writer is done with the field. */
  onLeave?: () => void;
  /** Alt with a digit, from 1: what stands ready is put in. */
  onAltDigit?: (number: number) => void;
};

export function WrittenText(props: Props) {
  const { id, value, label, placeholder, rows = 1, isLabelShown, isMissing, maxLength = 4_000 } = props;
  const { onChange, onLeave, onAltDigit } = props;
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const digit = event.altKey ? /^Digit([1-9])$/.exec(event.nativeEvent.code)?.[1] : undefined;
    if (digit !== undefined && onAltDigit) {
      event.preventDefault();
      event.stopPropagation();
      onAltDigit(Number(digit));
      return;
    }
    const isDone = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    if (!isDone && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    event.currentTarget.blur();
    onLeave?.();
  };
  const field = (
    <Input.TextArea
      id={id}
      size="small"
      value={value}
      aria-label={label}
      placeholder={placeholder ?? (isLabelShown ? undefined : label)}
      autoSize={{ minRows: rows, maxRows: 6 }}
      status={isMissing ? 'error' : ''}
      maxLength={maxLength}
      onKeyDown={onKeyDown}
      onChange={(event) => {
        onChange(event.target.value);
      }}
    />
  );
  if (!isLabelShown) return field;
  return (
    <div>
      <label className="muted" htmlFor={id}>
        {label}
      </label>
      {field}
    </div>
  );
}
