f'{dict(**{str(i): i for i in range(10**7)})}'
