using Cairn.Contracts.Inference;
using Cairn.Contracts.Projects;
using Cairn.Data;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Registry;

namespace Cairn.Endpoints;

/// <inheritdoc cref="IEndpointInputs"/>
internal sealed class EndpointInputs(IDatabase database, IProjects projects, IModels models, IFeatures features, IInputContracts contracts) : IEndpointInputs
{
    public Task<ServedInputs> OfAsync(EndpointView endpoint, CancellationToken cancellation) => database.ReadAsync(s => Of(s, endpoint), cancellation);

    /// <summary>Whether the file asks for other inputs than are in force, and somebody is still to approve.</summary>
    public Task<bool> ChangeWaitsAsync(EndpointView endpoint, CancellationToken cancellation) => database.ReadAsync(s => contracts.ChangeWaits(s, endpoint.Project, endpoint.Name), cancellation);

    private ServedInputs Of(SqlSession s, EndpointView e)
    {
        if (e.Stable is not { } stable || models.Find(s, stable.VersionId) is not { } version) return ServedInputs.None;
        if (projects.Find(s, e.Project)?.File.Endpoints.TryGetValue(e.Name, out Endpoint? declared) is not true) return ServedInputs.None;
        try
        {
            IReadOnlyList<Contracts.Snapshots.InputColumn> all = InputRules.Of(version.SignatureJson, contracts.InForce(s, e.Project, declared).Inputs);
            HashSet<string> known = [.. declared.Features.SelectMany(f => features.Current(s, e.Project, f)?.Values ?? [])];
            return new ServedInputs(
                all, [.. all.Select(c => c.Name).Where(known.Contains)], InputRules.RowsOf(version.SignatureJson), declared.Key is { } key && all.All(c => c.Name != key) ? key : null)
            { AnswersBinary = InputRules.OutputsOf(version.SignatureJson).Any(o => o.Datatype == Datatype.Fp16.Name()) };
        }
        catch (FormatException)
        {
            // The publisher found the same; the endpoint's fault says it.
            return ServedInputs.None;
        }
    }
}
