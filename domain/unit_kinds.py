"""What a unit can be (一套房是什么): its purpose, whether it is sold, where its area comes from.

One set of words for the screens, the lists that are brought in and their templates.
"""

from domain.labels import Labelled


class Purpose(Labelled):
    """What a unit is for (用途).

    An office counts as a shop. A parking space is a unit where it is registered (登记产权), and
    takes part in a vote only where that was decided.
    """

    FLAT = "flat", "住宅"
    SHOP = "shop", "商铺"
    PARKING = "parking", "车位"


class AreaSource(Labelled):
    """Where an area comes from (面积来源), the best first (建筑物区分所有权司法解释 第八条)."""

    REGISTER = "register", "不动产登记"
    SURVEY = "survey", "测绘报告"
    CONTRACT = "contract", "买卖合同"


class SaleState(Labelled):
    """Whether a unit is sold (销售); what is sold and not handed over counts as the developer's."""

    SOLD = "sold", "已售"
    UNSOLD = "unsold", "未售"
    UNDELIVERED = "undelivered", "已售未交付"
