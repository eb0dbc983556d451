from . import agenda, agent, catalogue, employer, hub, letters, links, pages, party
