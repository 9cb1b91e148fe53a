"""Who sells, and to whom."""

from datetime import date, timedelta

from .days import FIRST_DAY


TEAMS = {
    "Enterprise Americas": ("Americas", "Nora Whitfield", ["Amara Osei", "Ben Castellano", "Chloe Vandermeer"]),
    "Enterprise EMEA": ("EMEA", "Henrik Solberg", ["Dieter Kranz", "Elif Arslan"]),
    "Mid-Market Americas": ("Americas", "Nora Whitfield", ["Felix Okonkwo", "Grace Lindqvist", "Hugo Marchetti"]),
    "Mid-Market EMEA": ("EMEA", "Henrik Solberg", ["Ines Ferreira", "Jonas Weidner"]),
    "SMB": ("Americas", "Rita Calloway", ["Keiko Tanabe", "Liam Prescott", "Marta Kowalczyk"]),
    "APAC": ("APAC", "Samir Bhandari", ["Naveen Iyer", "Olivia Tran"]),
}
OTHERS = [
    ("Petra Novotna", "Business Development", "Rita Calloway", "Sales", "EMEA"),
    ("Quentin Abara", "Business Development", "Rita Calloway", "Sales", "Americas"),
    ("Rosa Delgado", "Business Development", "Rita Calloway", "Sales", "Americas"),
    ("Sven Aaltonen", "Support EMEA", "Tilda Bergman", "Support", "EMEA"),
    ("Tara Mbeki", "Support EMEA", "Tilda Bergman", "Support", "EMEA"),
    ("Umar Qureshi", "Support Global", "Tilda Bergman", "Support", "APAC"),
    ("Vera Lindgren", "Support Global", "Tilda Bergman", "Support", "Americas"),
    ("Will Hargreave", "Support Global", "Tilda Bergman", "Support", "Americas"),
    ("Xenia Pavlova", "Customer Success", "Yusuf Demir", "Customer Success", "EMEA"),
    ("Zoe Ackerman", "Customer Success", "Yusuf Demir", "Customer Success", "Americas"),
    ("Adele Rousseau", "Demand Generation", "Bruno Keller", "Marketing", "EMEA"),
    ("Carl Engstrom", "Demand Generation", "Bruno Keller", "Marketing", "Americas"),
]
TEAM_OF = {rep: team for team, (_, _, reps) in TEAMS.items() for rep in reps}

FIRST_NAMES = "Alder Amber Aspen Birch Bright Cedar Clear Cobalt Copper Coral Crown Delta Eagle Ember Falcon Fern " \
    "Garnet Glacier Golden Granite Harbor Hazel Heron Indigo Iron Ivory Juniper Keystone Lark Laurel Linden Lunar " \
    "Maple Meadow Merlin North Oak Olive Onyx Opal Orchid Otter Pearl Pine Quartz Raven Ridge River Robin Sable " \
    "Sage Silver Slate Spruce Stone Summit Swift Tidal Timber Umber Vale Violet Willow Zephyr".split()
INDUSTRIES = {
    "Technology": ["Systems", "Software", "Networks", "Data"],
    "Manufacturing": ["Works", "Motors", "Tools", "Plastics"],
    "Retail": ["Stores", "Outfitters", "Markets"],
    "Financial Services": ["Bank", "Capital", "Insurance"],
    "Healthcare": ["Health", "Clinics", "Pharma"],
    "Logistics": ["Freight", "Shipping", "Logistics"],
    "Energy": ["Power", "Energy", "Utilities"],
    "Food": ["Foods", "Farms", "Bakeries"],
}
COUNTRIES = {
    "Americas": {"United States": 70, "Canada": 15, "Brazil": 8, "Mexico": 7},
    "EMEA": {"Germany": 30, "United Kingdom": 28, "France": 16, "Sweden": 10, "Netherlands": 10, "South Africa": 6},
    "APAC": {"Australia": 40, "India": 25, "Singapore": 20, "Japan": 15},
}
SEGMENTS = {"Enterprise": 26, "Mid-Market": 32, "SMB": 42}
PARTNERS = ["Brightline Consulting", "Coastal Integrators", "Nordwerk Systemhaus", "Pacific Rim Solutions",
            "Terrapin Advisory", "Vantage Reseller Group"]
PERSON_FIRST = "Ada Alan Anya Boris Carla Dev Dora Emil Fay Gina Hal Ida Ivan Jade Kofi Lena Luis Maya Nils Omar " \
    "Pia Ravi Ruth Sofia Theo Uma Viktor Wanda Yara Zack".split()
PERSON_LAST = "Adler Bauer Cho Duarte Ekberg Fontaine Gupta Hansen Ito Jensen Khan Lopez Moreau Nyberg Okafor Park " \
    "Quist Rossi Sato Torres Ueda Vance Weber Xu Young Zeller".split()

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def salesforce_id(prefix, number):
    text = ""
    number = number * 37 + 12_345
    for _ in range(5):
        text = DIGITS[number % 62] + text
        number //= 62
    return prefix + "5f00000" + text


def team_for(segment, region):
    if region == "APAC":
        return "APAC"
    return "SMB" if segment == "SMB" else "%s %s" % (segment, region)


def make_accounts(draw):
    accounts = []
    endings = [(ending, industry) for industry, words in INDUSTRIES.items() for ending in words]
    names = set()
    while len(accounts) < 600:
        ending, industry = draw.pick(endings)
        name = "%s %s" % (draw.pick(FIRST_NAMES), ending)
        if name in names:
            continue
        names.add(name)
        region = draw.weighted({"Americas": 50, "EMEA": 33, "APAC": 17})
        segment = draw.weighted(SEGMENTS)
        employees = {"Enterprise": draw.skewed(2_000, 30_000), "Mid-Market": draw.skewed(200, 1_900),
                     "SMB": draw.skewed(8, 190)}[segment]
        # Half of them were there before the first month.
        if len(accounts) < 300:
            created = date(2021, 3, 1) + timedelta(draw.integer(0, 1030))
        else:
            created = FIRST_DAY + timedelta(draw.integer(0, 900))
        accounts.append({
            "id": salesforce_id("001", len(accounts)), "name": name, "industry": industry, "region": region,
            "segment": segment, "country": draw.weighted(COUNTRIES[region]), "employees": employees,
            "owner": draw.pick(TEAMS[team_for(segment, region)][2]), "created": created,
            "type": "Prospect", "subscriptions": [], "left": None,
            "source": draw.weighted({"Website": 30, "Outbound": 25, "Partner": 18, "Event": 14, "Referral": 13}),
        })
    return accounts


def person(draw):
    return draw.pick(PERSON_FIRST), draw.pick(PERSON_LAST)


def domain(name):
    return "".join(letter for letter in name.lower() if letter.isalnum()) + ".example"


# Which team sells to which segment, and how much of it.
AREAS = [("Enterprise", "Enterprise Americas", 5), ("Enterprise", "Enterprise EMEA", 4),
         ("Enterprise", "Mid-Market EMEA", 1), ("Enterprise", "APAC", 2), ("Mid-Market", "Mid-Market Americas", 5),
         ("Mid-Market", "Mid-Market EMEA", 4), ("Mid-Market", "APAC", 2), ("SMB", "SMB", 7), ("SMB", "APAC", 1)]
AREA_WEIGHTS = {(segment, team): weight for segment, team, weight in AREAS}
