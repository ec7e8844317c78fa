-- By how much the cores that a report prints for a server may be fewer than they are.
-- The Java scanner cuts numbers to two decimals, and some lose another 0.01 on the way (core_tolerance in limits);
-- the Python scanner prints them as the HMC does.
-- system: server
-- tolerance: cores
select s.system, case when s.tab = 'System_Summary' then l.core_tolerance else 0.000001 end as tolerance
from systems s
cross join known_limits l
