/** Commands that look at each row by itself. */
import { isList } from '../order.ts';
import type { Compute, Operator } from './operator.ts';

/** `WHERE`: rows of which the condition is true go on; with false and null they do not. */
export function where(condition: (row: Parameters<Compute>[0]) => boolean): Operator {
  return (next) => ({
    take: (row) => {
      if (condition(row)) next.take(row);
    },
    end: () => next.end(),
    get isFull() {
      return next.isFull;
    },
  });
}

/** `EVAL`, and what else writes into a row. */
export function evaluate(change: (row: Parameters<Compute>[0]) => void): Operator {
  return (next) => ({
    take: (row) => {
      change(row);
      next.take(row);
    },
    end: () => next.end(),
    get isFull() {
      return next.isFull;
    },
  });
}

/** `MV_EXPAND`: a row for each value of a list. A row without a value stays as it is. */
export function expand(from: number, to: number): Operator {
  return (next) => ({
    take: (row) => {
      const value = row[from] ?? null;
      if (!isList(value)) {
        row[to] = value;
        next.take(row);
        return;
      }
      for (const each of value) {
        if (next.isFull) return;
        const copy = row.slice();
        copy[to] = each;
        next.take(copy);
      }
    },
    end: () => next.end(),
    get isFull() {
      return next.isFull;
    },
  });
}

/** `LIMIT`: the first rows. */
export function limit(count: number): Operator {
  return (next) => {
    let left = count;
    return {
      take: (row) => {
        if (left <= 0) return;
        left--;
        next.take(row);
      },
      end: () => next.end(),
      get isFull() {
        return left <= 0 || next.isFull;
      },
    };
  };
}
