"""The drained weight (沥干物) of solids in a liquid: judged only by a plan that is meant for it."""

from ..judgement import Judgement


def judge_drained(judgement: Judgement) -> bool:
    """Whether the plan that judges covers drained weights; a hint with the way of draining where it does not."""
    if judgement.record.part("lot") is None or judgement.edition("sampling_plan").judged.get("drained"):
        return True
    [method] = judgement.rows("draining")
    values = {name: method[name] for name in ("minutes", "tilt_from", "tilt_to")}
    judgement.find("drained_not_judged", "product/content", table="draining", **values)
    return False
