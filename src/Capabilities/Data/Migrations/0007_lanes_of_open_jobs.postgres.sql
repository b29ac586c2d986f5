-- Jobs that waited when jobs got lanes: the key begins with the lane, before what tells them apart.
update jobs set lane = split_part(split_part(key, '#', 1), '@', 1) where kind = 'data.gather' and state in ('queued', 'running') and lane is null;
