//! A squarified treemap: areas proportional to weights, as close to squares as possible.
//!
//! Bruls, Huizing and van Wijk, "Squarified Treemaps", 2000.

/// A rectangle of the treemap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tile {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Tile {
    fn shorter(&self) -> f64 {
        self.width.min(self.height)
    }

    /// Places a row of areas along the shorter side, and shrinks to the remaining rectangle.
    fn lay(&mut self, row: &[f64], tiles: &mut Vec<Self>) {
        let sum: f64 = row.iter().sum();
        let (wide, depth) = (self.width >= self.height, sum / self.shorter());
        let mut along = 0.0;
        for area in row {
            let length = area / depth;
            tiles.push(if wide {
                Self { x: self.x, y: self.y + along, width: depth, height: length }
            } else {
                Self { x: self.x + along, y: self.y, width: length, height: depth }
            });
            along += length;
        }
        if wide {
            self.x += depth;
            self.width -= depth;
        } else {
            self.y += depth;
            self.height -= depth;
        }
    }
}

/// Returns a tile for each weight, in the same order. Weights are positive and sorted, largest first.
pub(super) fn squarify(weights: &[f64], mut rest: Tile) -> Vec<Tile> {
    let scale = rest.width * rest.height / weights.iter().sum::<f64>();
    let areas: Vec<f64> = weights.iter().map(|weight| weight * scale).collect();
    let mut tiles = Vec::with_capacity(areas.len());
    let mut start = 0;
    for end in 1..=areas.len() {
        let full = areas.get(end).is_none_or(|next| {
            let longer: Vec<f64> = areas[start..end].iter().chain([next]).copied().collect();
            worst_ratio(&longer, rest.shorter()) > worst_ratio(&areas[start..end], rest.shorter())
        });
        if full {
            rest.lay(&areas[start..end], &mut tiles);
            start = end;
        }
    }
    tiles
}

/// The highest aspect ratio in a row along a side; a square has 1.
fn worst_ratio(row: &[f64], side: f64) -> f64 {
    let depth = row.iter().sum::<f64>() / side;
    let shape = |area: &f64| {
        let length = area / depth;
        (length / depth).max(depth / length)
    };
    row.iter().map(shape).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_fill_the_whole_and_keep_their_proportions() {
        let weights = [6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0];
        let whole = Tile { x: 0.0, y: 0.0, width: 6.0, height: 4.0 };
        let tiles = squarify(&weights, whole);
        for (tile, weight) in tiles.iter().zip(weights) {
            assert!((tile.width * tile.height - weight).abs() < 1e-9, "{tile:?}");
            assert!(tile.x + tile.width < 6.0 + 1e-9 && tile.y + tile.height < 4.0 + 1e-9);
        }
        // the example of the paper
        assert_eq!(tiles[0], Tile { x: 0.0, y: 0.0, width: 3.0, height: 2.0 });
    }
}
