using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Registry.Contracts;

/// <summary>Registers a version of each contract of the project file whenever the file says something new of its rules or its owners.</summary>
internal sealed class ContractDeclarations(ContractStore store, ILedger ledger) : IProjectListener
{
    public void Declared(SqlSession transaction, ProjectView project, LedgerEvent declared)
    {
        foreach (DataSource source in project.File.Data.Values) Register(transaction, project, $"data.{source.Name}", source.Expect, source.Owners, declared);
        foreach (Endpoint endpoint in project.File.Endpoints.Values) Register(transaction, project, $"endpoints.{endpoint.Name}", endpoint.Inputs, endpoint.Owners, declared);
    }

    /// <summary>The rules as JSON; the order of columns in the file does not matter.</summary>
    internal static string ContentOf(DataContract contract)
        => JsonSerializer.Serialize(contract with { Columns = [.. contract.Columns.OrderBy(c => c.Name, StringComparer.Ordinal)] }, ApiJson.Options);

    private void Register(SqlSession s, ProjectView project, string name, DataContract contract, IReadOnlyList<string> roles, LedgerEvent declared)
    {
        if (contract.IsEmpty) return;
        string content = ContentOf(contract), digest = Digest.Of(content);
        string[] owners = PeopleOf(project.File.Project, roles);
        string people = JsonSerializer.Serialize(owners);
        ContractVersion? before = store.Newest(s, project.Name, name);
        if (before is not null && before.Digest == digest && before.Owners == people) return;
        var version = new ContractVersion { Project = project.Name, Name = name, Number = (before?.Number ?? 0) + 1, Digest = digest, Content = content, Owners = people };
        LedgerEvent registered = ledger.Append(s, new EventDraft("version.registered", version.Id, project.Name, declared.Actor)
        {
            SubjectDigest = digest,
            Cause = [declared.Id],
            Data = new JsonObject
            {
                ["noun"] = "contract",
                ["name"] = name,
                ["number"] = version.Number,
                ["digest"] = digest,
                ["commit"] = project.Commit,
                ["bytes"] = System.Text.Encoding.UTF8.GetByteCount(content),
                ["owners"] = new JsonArray([.. owners.Select(o => (JsonNode)o)]),
            },
        });
        store.Insert(s, version with { Event = registered.Id });
    }

    /// <summary>Who holds these roles by the file; a role that nobody holds owns nothing.</summary>
    private static string[] PeopleOf(ProjectInfo info, IReadOnlyList<string> roles)
    {
        IReadOnlyDictionary<string, IReadOnlyList<string>> people = PeopleOfFile.ByRole(info);
        return [.. roles.SelectMany(r => people.GetValueOrDefault(r) ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
