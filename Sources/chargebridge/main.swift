print("chargebridge")
