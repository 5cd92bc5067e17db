"""The measures that quoth knows, and every way it has seen them written."""

from __future__ import annotations

# A line is a unit's name and, after ":", its spellings as tokens; a line that begins with spaces
# goes on. "=" gives what an amount is multiplied by.
_TABLE = """
km: km, kms, kilometer, kilometers, kilometre, kilometres
m: meter, meters, metre, metres
cm: cm, centimeter, centimeters, centimetre, centimetres
mm: mm, millimeter, millimeters, millimetre, millimetres
miles: mile, miles
nautical miles: nautical mile, nautical miles
light-years: light year, light years, light - year, light - years
feet: foot, feet, ft
inches: inch, inches
yards: yard, yards
km2: km 2, km², km ^ 2, sq km, sq . km, square km, square kilometer, square kilometers,
  square kilometre, square kilometres
m2: m 2, m², sq m, sqm, square meter, square meters, square metre, square metres
square miles: square mile, square miles, sq mi, sq miles
square feet: square foot, square feet, sq ft, sq feet
hectares: hectare, hectares, ha
acres: acre, acres
m3: m 3, m³, cubic meter, cubic meters, cubic metre, cubic metres
cubic feet: cubic foot, cubic feet
liters: liter, liters, litre, litres
ml: ml, milliliter, milliliters, millilitre, millilitres
gallons: gallon, gallons, us gallon, us gallons, u . s . gallons
imperial gallons: imperial gallon, imperial gallons
barrels: barrel, barrels
pints: pint, pints
kg: kg, kgs, kilo, kilos, kilogram, kilograms, kilogramme, kilogrammes
g: gram, grams, gramme, grammes
mg: mg, milligram, milligrams
µg: µg, μg, mcg, microgram, micrograms
tonnes: tonne, tonnes, metric ton, metric tons
tons: ton, tons, short ton, short tons, long tons
kilotons: kiloton, kilotons, kilotonnes
megatons: megaton, megatons, megatonnes
pounds: pound, pounds, lb, lbs
ounces: ounce, ounces, oz
km/h: km / h, kmh, kph, kmph, kilometers per hour, kilometres per hour, kilometers an hour,
  kilometres an hour, km per hour, kilometer per hour, kilometre per hour
mph: mph, miles per hour, miles an hour, mile per hour, mile an hour
m/s: m / s, meters per second, metres per second
knots: knot, knots
°C: ° c, °c, degrees celsius, degree celsius, degrees centigrade, degrees c
°F: ° f, °f, degrees fahrenheit, degree fahrenheit, degrees f
degrees: degree, degrees, °
kW: kw, kilowatt, kilowatts
MW: mw, megawatt, megawatts
GW: gw, gigawatt, gigawatts
kWh: kwh, kilowatt hour, kilowatt hours, kilowatt - hours
MWh: mwh, megawatt hour, megawatt hours, megawatt - hours
GWh: gwh, gigawatt hours, gigawatt - hours
TWh: twh, terawatt hours, terawatt - hours
watts: watt, watts
volts: volt, volts
kB: kb, kilobyte, kilobytes
MB: mb, megabyte, megabytes
GB: gb, gigabyte, gigabytes
TB: tb, terabyte, terabytes
Hz: hz, hertz
MHz: mhz, megahertz
GHz: ghz, gigahertz
decibels: decibel, decibels, db
calories: calorie, calories
moles: mole, moles
basis points: basis point, basis points
percentage points: percentage point, percentage points, percent points, point percentage
%: %, percent, per cent, pct, percentage
seconds: second, seconds
minutes: minute, minutes, min, mins
hours: hour, hours, hr, hrs
days: day, days
weeks: week, weeks
weeks=2: fortnight, fortnights
months: month, months
years: year, years, yr, yrs
years=10: decade, decades
years=100: century, centuries
times: fold
"""


def _spellings() -> dict[tuple[str, ...], tuple[str, float]]:
    found: dict[tuple[str, ...], tuple[str, float]] = {}
    for line in _TABLE.replace("\n  ", " ").strip().splitlines():
        name, spellings = line.split(":", 1)
        unit, _, factor = name.partition("=")
        for spelling in spellings.split(","):
            found[tuple(spelling.split())] = (unit, float(factor or 1))
    return found


# From the tokens of a spelling to the name of the unit and its factor.
MEASURES: dict[tuple[str, ...], tuple[str, float]] = _spellings()
LONGEST_MEASURE: int = max(len(spelling) for spelling in MEASURES)
MEASURE_STARTS: frozenset[str] = frozenset(spelling[0] for spelling in MEASURES)
