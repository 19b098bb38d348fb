import { useState, type ReactNode } from 'react';
import { Button, Modal } from '@strapi/design-system';

interface PressProps {
  readonly label: string;
  readonly title?: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** What is asked before anything is sent; a new one each time it opens. */
  readonly children: (close: () => void) => ReactNode;
}

/** A button of the card that asks before it acts. It stands in the booking's form: without `type` it would save it. */
export function Press({ label, title = label, danger = false, disabled = false, children }: PressProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Modal.Root open={isOpen} onOpenChange={setOpen}>
      <Button
        type="button"
        variant={danger ? 'danger-light' : 'secondary'}
        fullWidth
        disabled={disabled}
        onClick={() => setOpen(true)}
      >
        {label}
      </Button>
      {isOpen ? (
        <Modal.Content>
          <Modal.Header>
            <Modal.Title>{title}</Modal.Title>
          </Modal.Header>
          {children(() => setOpen(false))}
        </Modal.Content>
      ) : null}
    </Modal.Root>
  );
}
