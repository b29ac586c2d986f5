-- Timers that were set before their jobs had lanes.
update timers set lane = key where kind = 'data.gather';
