-- One row a flight: what was known as it left the gate, and whether it came late.
select
  f.flight_id,
  f.departed,
  f.minute,
  f.weekday,
  f.distance,
  f.origin,
  f.destination,
  case
    when f.minute < 360 then 'night'
    when f.minute < 720 then 'morning'
    when f.minute < 1080 then 'afternoon'
    else 'evening'
  end as part_of_day,
  a.late
from flights f
join arrivals a using (flight_id)
order by f.departed, f.flight_id
