"""What a ballot says of people (合并重复): nobody becomes one who answered it twice, as two heads."""

from sqlite_utils import Database

from db.registry_book.merging import OfPeople


def _against(db: Database, kept: int, gone: int) -> str:
    row = db.execute(
        """
        select p.title from owner_members a join ballot_papers one
            on one.owner_group_id = a.owner_group_id
          join ballot_papers other on other.ballot_id = one.ballot_id
          join owner_members b on b.owner_group_id = other.owner_group_id
          join ballots v on v.id = one.ballot_id join repair_projects p on p.id = v.project_id
         where a.resident_id = ? and b.resident_id = ? and one.owner_group_id <> other.owner_group_id
         order by p.id desc limit 1
        """,
        [kept, gone],
    ).fetchone()
    return f"“{row[0]}”的表决，两个人都交了票，算了两个人。" if row else ""


OF_PEOPLE = OfPeople((), _against)
