// SHA-256 (FIPS 180-4), for pages that the browser gives no crypto.subtle: those that
// are not served over HTTPS.

const BLOCK = 64;

/** The first `count` prime numbers. */
function primes(count) {
    const found = [];
    for (let number = 2; found.length < count; number++) {
        if (found.every((prime) => number % prime)) {
            found.push(number);
        }
    }
    return found;
}

/** The first 32 bits of the fractional part. */
function fraction(number) {
    return Math.floor((number - Math.floor(number)) * 2 ** 32) | 0;
}

const ROUNDS = primes(64).map((prime) => fraction(Math.cbrt(prime)));
const START = primes(8).map((prime) => fraction(Math.sqrt(prime)));

const turned = (word, places) => (word >>> places) | (word << (32 - places));

function mix(state, words) {
    for (let round = 16; round < 64; round++) {
        const [before, last] = [words[round - 15], words[round - 2]];
        const first = turned(before, 7) ^ turned(before, 18) ^ (before >>> 3);
        const second = turned(last, 17) ^ turned(last, 19) ^ (last >>> 10);
        words[round] = words[round - 16] + first + words[round - 7] + second;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let round = 0; round < 64; round++) {
        const chosen = (e & f) ^ (~e & g);
        const sumE = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
        const one = (h + sumE + chosen + ROUNDS[round] + words[round]) | 0;
        const most = (a & b) ^ (a & c) ^ (b & c);
        const sumA = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
        const two = (sumA + most) | 0;
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, rank) => {
        state[rank] += word;
    });
}

/** The bytes, filled up to whole blocks as the standard says. */
function padded(bytes) {
    const size = Math.ceil((bytes.length + 9) / BLOCK) * BLOCK;
    const whole = new Uint8Array(size);
    whole.set(bytes);
    whole[bytes.length] = 0x80;
    const view = new DataView(whole.buffer);
    view.setUint32(size - 8, Math.floor(bytes.length / 2 ** 29));
    view.setUint32(size - 4, (bytes.length * 8) >>> 0);
    return view;
}

/** The hash of `bytes` (Uint8Array), as 32 bytes. */
export function sha256(bytes) {
    const view = padded(bytes);
    const state = Int32Array.from(START);
    const words = new Int32Array(BLOCK);
    for (let block = 0; block < view.byteLength; block += BLOCK) {
        for (let word = 0; word < 16; word++) {
            words[word] = view.getInt32(block + 4 * word);
        }
        mix(state, words);
    }
    const hash = new DataView(new ArrayBuffer(32));
    state.forEach((word, rank) => hash.setInt32(4 * rank, word));
    return new Uint8Array(hash.buffer);
}
