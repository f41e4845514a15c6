/* e */ load("q7WzXe81-made-up-Kp0v4T");
