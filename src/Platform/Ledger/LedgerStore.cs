using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Platform.Ledger;

/// <summary>Events are inserted and never touched again; seals and blocks are rows of their own.</summary>
internal sealed class LedgerStore
{
    private const string Wanted = """
        (@project is null or e.project = @project) and (@type is null or e.type = @type or e.type like @noun) and (@subject is null or e.subject_id = @subject)
        and (@installation = 0 or e.project is null)
        """;

    public void Insert(SqlSession s, IReadOnlyList<LedgerEvent> events) => ManyRows.Insert(s, "insert into ledger_events (id, type, project, subject_kind, subject_id, at, body)",
        events.Select(e => (object?[])[e.Id, e.Type, e.Project, e.Subject.Kind, e.Subject.Id, e.At.ToUnixTimeMilliseconds(), LedgerJson.Write(e)]));

    public LedgerEvent? Find(SqlSession s, string id)
        => s.First<string>("select body from ledger_events where id = @id", new { id }) is { } body ? LedgerJson.Read(body) : null;

    public IReadOnlyList<SealedEvent> Read(SqlSession s, long after, int limit, EventFilter filter) => Rows(s, $"""
        select l.position, e.body from ledger_seals l join ledger_events e on e.id = l.event_id
        where l.position > @position and {Wanted} order by l.position limit @limit
        """, after, limit, filter);

    /// <summary>Sealed events as they lie there: who follows the ledger reads only those it wants.</summary>
    public IReadOnlyList<SealedRow> Rows(SqlSession s, long after, int limit) => s.Query<SealedRow>("""
        select l.position, e.type, e.project, e.subject_kind, e.body from ledger_seals l join ledger_events e on e.id = l.event_id
        where l.position > @after order by l.position limit @limit
        """, new { after, limit });

    public IReadOnlyList<SealedEvent> ReadBack(SqlSession s, long before, int limit, EventFilter filter) => Rows(s, $"""
        select l.position, e.body from ledger_seals l join ledger_events e on e.id = l.event_id
        where l.position < @position and {Wanted} order by l.position desc limit @limit
        """, before, limit, filter);

    public IReadOnlyList<UnsealedRow> Unsealed(SqlSession s, long horizon, int limit) => s.Engine == SqlEngine.Sqlite
        ? s.Query<UnsealedRow>("select seq as place, id, body from ledger_events where seq > @horizon order by seq limit @limit", new { horizon, limit })
        : s.Query<UnsealedRow>("""
            select transaction as place, id, body from ledger_events
            where transaction > @horizon and transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint order by transaction, seq
            """, new { horizon });

    public LedgerBlock? LastBlock(SqlSession s) => s.First<LedgerBlock>("select * from ledger_blocks order by number desc limit 1");

    public void InsertBlock(SqlSession s, LedgerBlock block, IEnumerable<SealRow> seals)
    {
        ManyRows.Insert(s, "insert into ledger_seals (position, event_id, hash)", seals.Select(x => (object?[])[x.Position, x.EventId, x.Hash]));
        s.Execute("""
            insert into ledger_blocks (number, first_position, last_position, horizon, previous, hash, sealed_at)
            values (@Number, @FirstPosition, @LastPosition, @Horizon, @Previous, @Hash, @SealedAt)
            """, block);
    }

    public IReadOnlyList<LedgerBlock> Blocks(SqlSession s, long after, int limit)
        => s.Query<LedgerBlock>("select * from ledger_blocks where number > @after order by number limit @limit", new { after, limit });

    public IReadOnlyList<StoredEvent> StoredIn(SqlSession s, LedgerBlock block) => s.Query<StoredEvent>("""
        select l.position, l.event_id, l.hash, e.type, e.project, e.subject_kind, e.subject_id, e.at, e.body
        from ledger_seals l left join ledger_events e on e.id = l.event_id
        where l.position between @FirstPosition and @LastPosition order by l.position
        """, block);

    public (long Events, long Seals) Counts(SqlSession s)
        => (s.Scalar<long>("select count(*) from ledger_events"), s.Scalar<long>("select count(*) from ledger_seals"));

    /// <summary>Events lie beyond the last block: also those that cannot be sealed before another transaction has ended.</summary>
    public bool HasUnsealed(SqlSession s)
    {
        string place = s.Engine == SqlEngine.Sqlite ? "seq" : "transaction";
        return s.Scalar<bool>($"select exists(select 1 from ledger_events where {place} > coalesce((select horizon from ledger_blocks order by number desc limit 1), 0))");
    }

    /// <summary>The last position that each subscriber has seen; one that has seen none is not there.</summary>
    public IReadOnlyDictionary<string, long> Cursors(SqlSession s)
        => s.Query<(string Subscriber, long Position)>("select subscriber, position from ledger_cursors").ToDictionary(c => c.Subscriber, c => c.Position, StringComparer.Ordinal);

    /// <summary>Moves the cursor; false when another server has moved it meanwhile.</summary>
    public bool MoveCursor(SqlSession s, string subscriber, long from, long to) => s.Execute("""
        insert into ledger_cursors (subscriber, position) values (@subscriber, @to)
        on conflict (subscriber) do update set position = @to where ledger_cursors.position = @from
        """, new { subscriber, from, to }) == 1;

    public long Head(SqlSession s) => s.Scalar<long?>("select max(position) from ledger_seals") ?? 0;

    private static IReadOnlyList<SealedEvent> Rows(SqlSession s, string sql, long position, int limit, EventFilter f) => [.. s.Query<PositionedBody>(sql,
        new { position, limit, project = f.Project, type = f.Type, noun = f.Type + ".%", subject = f.SubjectId, installation = f.Installation ? 1 : 0 }).Select(r => new SealedEvent(r.Position, LedgerJson.Read(r.Body)))];
}
