using Cairn.Contracts.Ledger;
using Cairn.Endpoints;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Registry;

namespace Cairn.Delivery;

/// <summary>Begins and ends tests of two versions. A test is a release with a plan that stands before it starts.</summary>
internal sealed class AbDesk(ReleaseTraffic traffic, ReleaseMachine machine, ReleaseWalk walk, IModels models, AbStage stage)
{
    /// <exception cref="ApiException">404: no such version; 409: the endpoint has no sticky key, A does not answer alone, or another release is under way.</exception>
    public async Task StartAsync(ProjectView project, EndpointView e, StartAb asked, Actor actor, CancellationToken cancellation)
    {
        ModelVersionView b = await models.FindAsync(project.Name, e.Model, asked.B, cancellation) ?? throw ApiException.NotFound("version", $"{e.Model}/{asked.B}");
        if (asked.Plan.Until is { } end && end <= machine.Now) throw ApiException.Invalid("until", "'until' has passed.", "Give a time to come, or leave it out.");
        if (!e.IsProduction) throw ApiException.Conflict($"'{e.Route}' is no endpoint of production; a test is of live traffic.");
        if (project.File.Endpoints.GetValueOrDefault(e.Name)?.Sticky is null)
            throw ApiException.Conflict($"'{e.Route}' has no key by which requests stay with one version; without one a test says nothing.", "Name one in cairn.yaml: 'key: COLUMN', or 'sticky: header NAME'.");
        if (e.Variants is not [{ } only] || only.Number != asked.A)
            throw ApiException.Conflict($"Version {asked.A} does not answer '{e.Route}' alone.", "A is the version that answers now; release it first.");
        if (only.VersionId == b.Id) throw ApiException.Invalid("b", "'b' is another version than 'a'.");
        await traffic.Database.WriteAsync(s =>
        {
            string key = asked.Key is { } given ? $"ab:{project.Name}:{given}" : $"ab:{b.Id}:{e.Route}:{machine.Store.NextNumber(s)}";
            if (machine.Store.ByKey(s, key) is not null) return;
            if (machine.Store.Held(s, new Release { Project = e.Project, Kind = Release.Model, Name = e.Name, Environment = e.Environment }) is [{ } open, ..])
                throw ApiException.Conflict($"Release {open.Id} is under way on '{e.Route}'.", "Let it end, or end it, first.");
            walk.Compare(s, project, b, (e, asked.Plan with { A = only.VersionId, ANumber = only.Number }, asked.Reason, key), actor);
        }, cancellation: cancellation);
    }

    /// <exception cref="ApiException">409: no test runs, or another has just ended it.</exception>
    public async Task EndAsync(EndpointView e, bool? keepB, string? reason, Actor actor, CancellationToken cancellation)
    {
        Release? running = await traffic.Database.ReadAsync(s => machine.Store.NewestOf(s, e.Project, e.Name, e.Environment, "ab"), cancellation);
        if (running is not { State: ReleaseStates.Baking }) throw ApiException.Conflict($"No test runs on '{e.Route}'.", running is { IsOpen: true } ? $"Release {running.Id} is {running.State}; abort it." : null);
        if (await stage.EndAsync(running, keepB, new ReleaseMove(running.State, actor) { Reason = reason }, cancellation) is null)
            throw ApiException.Conflict($"The test of '{e.Route}' was moved by another at the same time.", "Look at it again.");
    }
}

/// <summary>A test asked for by hand.</summary>
/// <param name="A">Number of the version that answers now.</param>
/// <param name="B">Number of the other.</param>
/// <param name="Key">Idempotency key: the same again changes nothing.</param>
internal sealed record StartAb(int A, int B, AbPlan Plan, string? Reason, string? Key);
