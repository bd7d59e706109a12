// The keys of a row of calls. Physical keys, so that they stay where they are on any layout.

export type RowActions = {
  open: () => void;
  select: () => void;
  play: () => void;
  seek: (direction: 1 | -1) => void;
  speed: (direction: 1 | -1) => void;
  move: (direction: 1 | -1) => void;
};

type Pressed = { code: string; ctrlKey: boolean; altKey: boolean; metaKey: boolean };

/** Does what a key asks for; whether it asked for anything. */
export function rowKey(pressed: Pressed, actions: RowActions): boolean {
  if (pressed.ctrlKey || pressed.altKey || pressed.metaKey) return false;
  switch (pressed.code) {
    case 'Enter':
    case 'NumpadEnter':
      actions.open();
      return true;
    case 'KeyX':
      actions.select();
      return true;
    case 'Space':
      actions.play();
      return true;
    case 'ArrowLeft':
      actions.seek(-1);
      return true;
    case 'ArrowRight':
      actions.seek(1);
      return true;
    case 'Comma':
      actions.speed(-1);
      return true;
    case 'Period':
      actions.speed(1);
      return true;
    case 'ArrowUp':
      actions.move(-1);
      return true;
    case 'ArrowDown':
      actions.move(1);
      return true;
    default:
      return false;
  }
}
