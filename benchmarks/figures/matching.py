"""The places that fit: one agent, and all of them, against the specification."""

import random

from rules.matching import spec

from figures import Side

AGENTS = OFFERS = 10
SEED = 6
TWIN_AGENTS = 200
SOME_AGENTS = 500
MOST = 20


class _OneAgent(Side):
    """Ten agents who live all over the territory, one after the other."""

    def files(self):
        rng = random.Random(SEED)
        communes = self.env["mobility.commune"].search(
            [("population", ">", 2000)], order="code"
        )
        metiers = self.env["mobility.metier"].search([], order="id")
        cadres = self.env["mobility.cadre"].search([], order="id")
        people = self.env["res.partner"].create(
            [{"name": f"Agent {number}"} for number in range(AGENTS)]
        )
        made = self.env["mobility.candidate"].create(
            [
                {
                    "partner_id": person.id,
                    "commune_id": rng.choice(communes).id,
                    "radius_km": 30,
                    "target_metier_ids": [(6, 0, rng.sample(metiers.ids[:40], 3))],
                    "cadre_id": rng.choice(cadres).id,
                    "skill_ids": [(6, 0, rng.choice(metiers).skill_ids.ids)],
                }
                for person in people
            ]
        )
        self.env.flush_all()
        return made


class One(_OneAgent):
    """From the file to its twenty places, with the words of each."""

    def run(self):
        matching, files = self.env["mobility.matching"], self.files()

        def look():
            for file in files:
                found = matching._best_for(file, MOST)
                matching._words_of([(one.points, one.facts) for _place, one in found])

        seconds, _nothing = self.timed(look)
        self.forget()
        return seconds


class OneTwin(_OneAgent):
    """The same files against every open offer, already read, judged one by one."""

    def run(self):
        matching, files = self.env["mobility.matching"], self.files()
        company = self.env.company
        places = matching._places(matching._open_sql(company))
        weights, agents = matching._weights(company), matching._agents(files)

        def look():
            for agent in agents:
                spec.rank(agent, places, weights, MOST)

        seconds, _nothing = self.timed(look)
        self.forget()
        return seconds


class _Night(Side):
    count = None

    def files(self):
        return self.env["mobility.candidate"].search([], order="id", limit=self.count)


class All(_Night):
    """Every file of the centre de gestion: twenty places each, written down."""

    def run(self):
        files = self.files()
        seconds, _nothing = self.timed(self.env["mobility.proposal"]._refresh, files)
        self.forget()
        return seconds


class Some(All):
    count = SOME_AGENTS


class Twin(_Night):
    """Two hundred files, one pair after the other."""

    count = TWIN_AGENTS

    def run(self):
        matching = self.env["mobility.matching"]
        company = self.env.company
        places = matching._places(matching._open_sql(company))
        weights, agents = matching._weights(company), matching._agents(self.files())

        def look():
            for agent in agents:
                spec.rank(agent, places, weights, MOST)

        seconds, _nothing = self.timed(look)
        return seconds


class _OtherWay(Side):
    """Ten open offers, one after the other, when every agent looks for a place."""

    def offers(self):
        offers = self.env["mobility.offer"]
        return offers.search(offers._open_domain(), order="id", limit=OFFERS)

    def everybody_looks(self):
        self.env.cr.execute("UPDATE mobility_candidate SET seeking = TRUE")
        self.env.invalidate_all()


class Agents(_OtherWay):
    """From the offer to its twenty agents, written down."""

    def run(self):
        self.everybody_looks()
        proposals, offers = self.env["mobility.proposal"], self.offers()

        def look():
            for offer in offers:
                proposals._refresh_agents(offer)

        seconds, _nothing = self.timed(look)
        self.forget()
        return seconds


class AgentsTwin(_OtherWay):
    """The same offers against every agent, read and then judged one by one."""

    def run(self):
        self.everybody_looks()
        matching, files = self.env["mobility.matching"], self.env["mobility.candidate"]
        offers = self.offers()

        def look():
            for offer in offers:
                place, weights = matching._place_and_weights(offer)
                agents = matching._agents(files.search([], order="id"))
                spec.rank_agents(place, agents, weights, MOST)

        seconds, _nothing = self.timed(look)
        self.forget()
        return seconds
