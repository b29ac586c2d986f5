-- Runs by the value of a parameter. Long values, such as prompts and lists, are left out: nobody asks for them as a whole.
create index tracking_params_value on tracking_params (key, value, run) where length(value) <= 100;
