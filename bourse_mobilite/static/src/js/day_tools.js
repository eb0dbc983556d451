/** `day` (2026-12-01), so many days later. */
export function addDays(day, count) {
    const date = new Date(`${day}T00:00Z`);
    date.setUTCDate(date.getUTCDate() + count);
    return date.toISOString().slice(0, 10);
}

/** The same day of another month, or its last day when it is too short. */
export function addMonths(day, count) {
    const date = new Date(`${day.slice(0, 7)}-01T00:00Z`);
    date.setUTCMonth(date.getUTCMonth() + count + 1, 0);
    const last = date.toISOString().slice(0, 10);
    const same = `${last.slice(0, 7)}${day.slice(7)}`;
    return same < last ? same : last;
}

/** "You have %(left)s left" with its figures. */
export function fill(text, values) {
    return text.replace(/%\((\w+)\)s/g, (_whole, name) => values[name]);
}
