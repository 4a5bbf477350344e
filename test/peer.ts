/**
 * Which stand-ins for AWS the tests talk to: fauxqs and dynalite, which npm installs; or moto, a second opinion, which
 * is written in Python: `HARRIER_PEER=moto`, with the virtual environment that has it in `HARRIER_PYTHON`.
 */
export const peer = process.env.HARRIER_PEER === 'moto' ? 'moto' : 'npm';
