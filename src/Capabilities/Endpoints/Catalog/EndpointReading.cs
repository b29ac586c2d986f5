using Cairn.Platform.Ledger;
using Cairn.Projects;
using Cairn.Registry;

namespace Cairn.Endpoints;

/// <summary>Reads what the pages of endpoints show.</summary>
internal sealed class EndpointReading(EndpointTables tables, IServingReadings readings, IPredictionLog log, IInferenceDoor door, ILedger ledger, TimeProvider clock)
{
    private const int Days = 30, Windows = 600;

    public async Task<IReadOnlyList<EndpointPageModel>> ListAsync(string project, CallAddress address, CancellationToken cancellation)
    {
        await tables.Projects.RequireAsync(project, cancellation);
        var all = new List<EndpointPageModel>();
        foreach (EndpointView e in await tables.Endpoints.ListAsync(project, cancellation)) all.Add(new EndpointPageModel(e, readings.Read(e.Route), await DaysAsync(e, cancellation), ServedInputs.None, address));
        return all;
    }

    /// <summary>Null when the project has no endpoint of this route.</summary>
    public async Task<EndpointPageModel?> FindAsync(string project, string route, CallAddress address, CancellationToken cancellation)
    {
        await tables.Projects.RequireAsync(project, cancellation);
        if (await tables.Endpoints.ByRouteAsync(route, cancellation) is not { } e || e.Project != project) return null;
        return new EndpointPageModel(e, readings.Read(route), await DaysAsync(e, cancellation), await tables.Inputs.OfAsync(e, cancellation), address)
        {
            Traffic = await TrafficAsync(e, cancellation),
            Test = await TestAsync(e, cancellation),
            Pickups = await tables.Pickups.OfAsync(route, cancellation),
            Copies = await tables.Copies.CopiesAsync(route, cancellation),
            ChangeWaits = await tables.Inputs.ChangeWaitsAsync(e, cancellation),
        };
    }

    /// <summary>What moves while a page is open. Null when the project has no endpoint of this route.</summary>
    public async Task<(EndpointView Endpoint, EndpointLive? Now)?> NowAsync(string project, string route, CancellationToken cancellation)
        => await tables.Endpoints.ByRouteAsync(route, cancellation) is { } e && e.Project == project ? (e, readings.Read(route)) : null;

    /// <summary>The contract of clients.</summary>
    public async Task<EndpointContract> ContractAsync(EndpointView e, CancellationToken cancellation)
    {
        ProjectView view = await tables.Projects.RequireAsync(e.Project, cancellation);
        ModelVersionView? stable = e.Stable is { } s ? await tables.Models.FindAsync(s.VersionId, cancellation) : null;
        ServedInputs inputs = await tables.Inputs.OfAsync(e, cancellation);
        return new EndpointContract(
            e.Route, inputs.Key ?? inputs.All.FirstOrDefault(c => c.Name == view.File.Endpoints.GetValueOrDefault(e.Name)?.Key && c.MayBeKey)?.Name, inputs.All, inputs.LookedUp, stable is null ? [] : [.. InputRules.OutputsOf(stable.SignatureJson).Select(o => new ContractOutput(o.Name, o.Datatype, o.Shape))]);
    }

    public Task<InferenceAnswer> AskAsync(string route, string body, CancellationToken cancellation) => door.InferAsync(route, body, cancellation);

    private async Task<AbView?> TestAsync(EndpointView e, CancellationToken cancellation)
        => tables.Tests.FirstOrDefault() is { } tests ? await tests.NewestAsync(e, cancellation) : null;

    private Task<IReadOnlyList<DayCount>> DaysAsync(EndpointView e, CancellationToken cancellation)
        => log.CountsAsync(e.Project, e.Name, e.Environment, clock.GetUtcNow().AddDays(-Days), clock.GetUtcNow().AddDays(1), cancellation);

    private async Task<EndpointTraffic> TrafficAsync(EndpointView e, CancellationToken cancellation)
    {
        IReadOnlyList<SealedEvent> newest = await ledger.ReadBackAsync(null, Windows, new EventFilter { Project = e.Project, Type = "window.closed" }, cancellation);
        return EndpointTraffic.Of(newest.Select(n => n.Event).Reverse(), e);
    }
}

/// <summary>The tables that the pages of endpoints are read from.</summary>
internal sealed record EndpointTables(IProjects Projects, IEndpoints Endpoints, IModels Models, EndpointInputs Inputs, IEnumerable<IAbTests> Tests, CopyBook Copies, PickupBook Pickups);
