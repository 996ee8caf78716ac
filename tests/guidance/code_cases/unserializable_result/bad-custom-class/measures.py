class Volume:
    def __init__(self, metres, radius):
        self.metres = metres
        self.radius = radius

    def litres(self):
        return int(self.metres * self.radius * self.radius * 3141)
