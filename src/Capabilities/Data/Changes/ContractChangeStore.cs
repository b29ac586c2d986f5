using Cairn.Platform.Sql;

namespace Cairn.Data.Changes;

/// <summary>The contract of each source that is in force, and changes that wait. Of a source at most one change is open.</summary>
internal sealed class ContractChangeStore
{
    public string? InForce(SqlSession s, string project, string source) => s.Scalar<string>("select content from data_contracts where project = @project and source = @source", new { project, source });

    public void Put(SqlSession s, string project, string source, string content) => s.Execute("""
        insert into data_contracts (project, source, content) values (@project, @source, @content) on conflict (project, source) do update set content = @content
        """, new { project, source, content });

    /// <summary>In place of what was read; nothing where another contract came into force meanwhile.</summary>
    public void Renew(SqlSession s, string project, string source, string? read, string content)
    {
        if (read is null) s.Execute("insert into data_contracts (project, source, content) values (@project, @source, @content) on conflict (project, source) do nothing", new { project, source, content });
        else s.Execute("update data_contracts set content = @content where project = @project and source = @source and content = @read", new { project, source, content, read });
    }

    /// <summary>What is in force of all endpoints, by project and name.</summary>
    public IReadOnlyList<ContractRow> OfEndpoints(SqlSession s) => s.Query<ContractRow>("select project, source, content from data_contracts where source like 'endpoints.%'", new { });

    public void Insert(SqlSession s, ContractChange change) => s.Execute("""
        insert into data_contract_changes (id, project, source, state, content, digest, breaks, besides, consumers, owners, taken, commit_id, proposed_by, proposed_at, event_id)
        values (@Id, @Project, @Source, @State, @Content, @Digest, @Breaks, @Besides, @Consumers, @Owners, @Taken, @CommitId, @ProposedBy, @ProposedAt, @EventId)
        """, change);

    /// <summary>Until the transaction ends nobody else changes it.</summary>
    public void Lock(SqlSession s, string id) => s.Execute("update data_contract_changes set state = state where id = @id", new { id });

    public ContractChange? Find(SqlSession s, string project, string id) => s.First<ContractChange>("select * from data_contract_changes where project = @project and id = @id", new { project, id });

    public ContractChange? Open(SqlSession s, string project, string source)
        => s.First<ContractChange>("select * from data_contract_changes where project = @project and source = @source and state in ('proposed', 'refused') order by id desc limit 1", new { project, source });

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ContractChange> List(SqlSession s, string project, string? before, int limit)
        => s.Query<ContractChange>("select * from data_contract_changes where project = @project and (@before is null or id < @before) order by id desc limit @limit", new { project, before, limit });

    public void Move(SqlSession s, string id, string state, long? settledAt) => s.Execute("update data_contract_changes set state = @state, settled_at = @settledAt where id = @id", new { id, state, settledAt });

    public IReadOnlyList<ContractAnswer> Answers(SqlSession s, string changeId) => s.Query<ContractAnswer>("select * from data_contract_answers where change_id = @changeId order by role", new { changeId });

    public void Answer(SqlSession s, ContractAnswer answer) => s.Execute("""
        insert into data_contract_answers (change_id, role, answer, person, reason, answered_at, event_id) values (@ChangeId, @Role, @Answer, @Person, @Reason, @AnsweredAt, @EventId)
        on conflict (change_id, role) do update set answer = @Answer, person = @Person, reason = @Reason, answered_at = @AnsweredAt, event_id = @EventId
        """, answer);
}
