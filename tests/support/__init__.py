"""What the tests share: cases, inputs, truths, environments and processes."""
