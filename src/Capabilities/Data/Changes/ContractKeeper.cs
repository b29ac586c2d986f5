using System.Text.Json;
using Cairn.Contracts;
using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Data.Ingest;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Data.Changes;

/// <summary>
/// Follows the contracts of the project file. What promises as much or more is in force at once; what breaks a promise that others rely on waits as proposed, and the contract before stays in force.
/// </summary>
internal sealed class ContractKeeper(IDatabase database, ContractChangeStore store, RealTime real, TimeProvider clock) : IProjectListener
{
    public void Declared(SqlSession transaction, ProjectView project, LedgerEvent declared)
    {
        foreach (DataSource source in project.File.Data.Values) Follow(transaction, project, source, declared);
    }

    /// <summary>The source with the contract that is in force.</summary>
    public async Task<DataSource> InForceAsync(string project, DataSource source, CancellationToken cancellation)
        => await database.ReadAsync(s => store.InForce(s, project, source.Name), cancellation) is { } content ? ContractContent.Apply(source, content) : source;

    private void Follow(SqlSession s, ProjectView project, DataSource source, LedgerEvent declared)
    {
        string content = ContractContent.Write(source);
        ContractChange? open = store.Open(s, project.Name, source.Name);
        // Once more as text: what waits may be of a release that wrote less.
        if (open is not null && ContractContent.Write(ContractContent.Apply(source, open.Content)) == content) return;
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (open is not null) store.Move(s, open.Id, ContractChange.Withdrawn, now);
        if (store.InForce(s, project.Name, source.Name) is not { } inForce)
        {
            store.Put(s, project.Name, source.Name, content);
            return;
        }
        IReadOnlyList<ContractBreak> breaks = ContractContent.Breaks(ContractContent.Apply(source, inForce), source);
        IReadOnlyList<ContractConsumer> consumers = ContractConsumers.Of(project.File, source.Name);
        if (breaks.Count == 0 || consumers.Count == 0) store.Put(s, project.Name, source.Name, content);
        else store.Insert(s, new ContractChange
        {
            Id = "cch-" + Ulid.New(real.Now),
            Project = project.Name,
            Source = source.Name,
            Content = content,
            Digest = Digest.Of(content),
            Breaks = JsonSerializer.Serialize(breaks.Select(b => b.ToString()), IngestFiles.Json),
            Consumers = JsonSerializer.Serialize(consumers, IngestFiles.Json),
            CommitId = project.Commit,
            ProposedBy = declared.Actor.Id,
            ProposedAt = now,
            EventId = declared.Id,
        });
    }
}
