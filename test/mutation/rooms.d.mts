export interface Room {
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
}
export const rooms: Readonly<Record<string, Room>>;
export const roomName: string;
export const room: Room;
