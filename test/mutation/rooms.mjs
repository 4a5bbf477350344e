/** The rooms in which a mistake loses or hides something, each with the tests that hold it. */
export const rooms = {
  publish: { mutate: ['src/publish/**/*.ts'], tests: ['test/publish/**/*.test.ts', 'test/pipeline.test.ts'] },
  correlate: {
    mutate: ['src/correlate/**/*.ts'],
    tests: ['test/correlate/**/!(find-sequences|many-keys.slow).test.ts'],
  },
  // Left out are tests that count the bytes looked at, or how often a property was tried.
  decode: {
    mutate: ['src/decode/**/*.ts'],
    tests: ['test/decode/!(linear.slow|json-scanner).test.ts', 'test/trigger/**/*.test.ts'],
  },
  redact: {
    mutate: ['src/source/audit/redact.ts', 'src/text/redact/**/*.ts'],
    tests: ['test/text/redact/*.test.ts', 'test/alert/{redact,redact-laws,no-secret,planted}.test.ts'],
  },
};

export const roomName = process.env.HARRIER_ROOM ?? 'publish';
export const room = rooms[roomName];
