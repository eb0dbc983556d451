from . import agent, catalogue, employer, hub, links, pages, party
