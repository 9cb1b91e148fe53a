int ceditline_placeholder;
