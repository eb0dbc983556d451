from . import agent, catalogue, employer, links, pages, party
