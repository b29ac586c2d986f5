using System.Text.Json;
using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Data.Ingest;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Data.Changes;

/// <summary>
/// Follows the contracts of the project file. What promises as much or more is in force at once; what breaks a promise that others rely on waits as proposed, and so does what somebody changed who is
/// none of those who answer for the contract. Meanwhile the contract before stays in force.
/// </summary>
internal sealed class ContractKeeper(IDatabase database, ContractChangeStore store, ContractRoles roles, IEnumerable<IEndpointCallers> callers, ChangeClocks clocks) : IProjectListener, IInputContracts
{
    public void Declared(SqlSession transaction, ProjectView project, LedgerEvent declared)
    {
        foreach (FollowedContract wished in Of(transaction, project)) Follow(transaction, project, declared, wished);
    }

    /// <summary>Keeps what is in force as this release writes it, so that the next file is held against all of it.</summary>
    public void Renew(SqlSession s, ProjectView project)
    {
        foreach (FollowedContract known in Of(s, project))
        {
            string? inForce = store.InForce(s, project.Name, known.Name), renewed = inForce is null ? known.Content : known.Renew(inForce);
            if (renewed != inForce) store.Renew(s, project.Name, known.Name, inForce, renewed!);
        }
    }

    /// <summary>The source with the contract that is in force.</summary>
    public async Task<DataSource> InForceAsync(string project, DataSource source, CancellationToken cancellation)
        => await database.ReadAsync(s => store.InForce(s, project, source.Name), cancellation) is { } content ? ContractContent.Apply(source, content) : source;

    public Endpoint InForce(SqlSession session, string project, Endpoint declared)
        => store.InForce(session, project, InputsContent.NameOf(declared.Name)) is { } content ? Applied(declared, content) : declared;

    public Func<string, Endpoint, Endpoint> AllInForce(SqlSession session)
    {
        Dictionary<(string, string), string> all = store.OfEndpoints(session).ToDictionary(c => (c.Project, c.Source), c => c.Content);
        return (project, declared) => all.TryGetValue((project, InputsContent.NameOf(declared.Name)), out string? content) ? Applied(declared, content) : declared;
    }

    public bool ChangeWaits(SqlSession session, string project, string endpoint) => store.Open(session, project, InputsContent.NameOf(endpoint)) is not null;

    // Mostly the file is in force as it is.
    private static Endpoint Applied(Endpoint declared, string content) => content == InputsContent.Write(declared) ? declared : InputsContent.Apply(declared, content);

    private IEnumerable<FollowedContract> Of(SqlSession s, ProjectView project) =>
    [
        .. project.File.Data.Values.Select(source => new FollowedContract(source.Name, ContractContent.Write(source), text => ContractContent.Write(ContractContent.Apply(source, text)),
            text => ContractContent.Compare(source, text), () => ContractConsumers.Of(project.File, source.Name))),
        .. project.File.Endpoints.Values.Select(endpoint => new FollowedContract(InputsContent.NameOf(endpoint.Name), InputsContent.Write(endpoint), text => InputsContent.Write(InputsContent.Apply(endpoint, text)),
            text => InputsContent.Compare(endpoint, text), () => [.. callers.SelectMany(c => c.Of(s, project, endpoint.Name)).Select(who => new ContractConsumer(who, Roles.SoftwareEngineer))])),
    ];

    private void Follow(SqlSession s, ProjectView project, LedgerEvent declared, FollowedContract wished)
    {
        ContractChange? open = store.Open(s, project.Name, wished.Name);
        // Once more as text: what waits may be of a release that wrote less.
        if (open is not null && wished.Renew(open.Content) == wished.Content) return;
        long now = clocks.Domain.GetUtcNow().ToUnixTimeMilliseconds();
        if (open is not null) store.Move(s, open.Id, ContractChange.Withdrawn, now);
        if (store.InForce(s, project.Name, wished.Name) is not { } inForce || wished.Renew(inForce) == wished.Content)
        {
            store.Put(s, project.Name, wished.Name, wished.Content);
            return;
        }
        ContractDifference other = wished.Compare(inForce);
        IReadOnlyList<ContractConsumer> consumers = other.Breaks.Count > 0 ? wished.Consumers() : [];
        IReadOnlyList<string> owners = IsOfOwners(s, project, other.Owners) ? [] : other.Owners;
        if (consumers.Count == 0 && owners.Count == 0) store.Put(s, project.Name, wished.Name, wished.Content);
        else store.Insert(s, new ContractChange
        {
            Id = "cch-" + Ulid.New(clocks.Real.Now),
            Project = project.Name,
            Source = wished.Name,
            Content = wished.Content,
            Digest = Digest.Of(wished.Content),
            Breaks = JsonSerializer.Serialize(other.Breaks, IngestFiles.Json),
            Besides = JsonSerializer.Serialize(other.Besides, IngestFiles.Json),
            Consumers = JsonSerializer.Serialize(consumers, IngestFiles.Json),
            Owners = JsonSerializer.Serialize(owners, IngestFiles.Json),
            Taken = JsonSerializer.Serialize(project.Taken, IngestFiles.Json),
            CommitId = project.Commit,
            ProposedBy = project.Writers.Count > 0 ? string.Join(", ", project.Writers.Select(w => w.Person)) : declared.Actor.Id,
            ProposedAt = Before(project),
            EventId = declared.Id,
        });
    }

    // Not the clock: the roles that the same file gives were given a moment ago.
    private static long Before(ProjectView project) => project.DeclaredAt.ToUnixTimeMilliseconds();

    /// <summary>Whether everybody who wrote the file anew is one of those who answer for the contract.</summary>
    private bool IsOfOwners(SqlSession s, ProjectView project, IReadOnlyList<string> owners)
    {
        if (owners.Count == 0) return true;
        IReadOnlyList<string> answering = roles.Before(s, project.Name, Before(project), project.Taken).Answering(owners);
        return project.Writers.Count > 0 && project.Writers.All(w => w.Roles.Any(answering.Contains));
    }
}
