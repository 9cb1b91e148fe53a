int cscan_placeholder;
