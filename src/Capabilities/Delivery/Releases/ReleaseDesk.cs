using Cairn.Contracts.Ledger;
using Cairn.Endpoints;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Registry;

namespace Cairn.Delivery;

/// <summary>The verbs of people on releases. Back is always open: abort and rollback are legal in every open state and need no approval.</summary>
internal sealed class ReleaseDesk(ReleaseMachine machine, ReleaseTraffic traffic, BakeStage bake, ReleaseWalk walk, IModels models)
{
    /// <summary>Starts a release by hand.</summary>
    /// <exception cref="ApiException">404: no such version or endpoint.</exception>
    public async Task<Release> StartAsync(ProjectView project, StartRelease request, Actor actor, CancellationToken cancellation)
    {
        ModelVersionView version = await models.FindAsync(project.Name, request.Model, request.Version, cancellation) ?? throw ApiException.NotFound("version", $"{request.Model}/{request.Version}");
        if (request.Strategy is not (null or "canary" or "all-at-once")) throw ApiException.Invalid("strategy", "'strategy' must be canary or all-at-once.");
        EndpointView endpoint = (await traffic.Endpoints.ListAsync(project.Name, cancellation)).FirstOrDefault(e => e.Model == version.Model && e.Environment == request.Env)
            ?? throw ApiException.NotFound("endpoint of this model in environment", request.Env, "The project file names endpoints and environments.");
        return await traffic.Database.WriteAsync(s =>
        {
            string key = request.Key is { } given ? $"hand:{project.Name}:{given}" : $"hand:{version.Id}:{endpoint.Route}:{machine.Store.NextNumber(s)}";
            return walk.ByHand(s, project, version, (endpoint, request.Strategy, request.Reason, key), actor);
        }, cancellation: cancellation);
    }

    /// <exception cref="ApiException">404: no such release; 409: the release stands elsewhere than thought, or the verb has no meaning there.</exception>
    public Task<Release> DoAsync(string project, string id, ReleaseVerb verb, Actor actor, CancellationToken cancellation) => traffic.Database.WriteAsync(s =>
    {
        Release r = machine.Store.Find(s, id) is { } found && found.Project == project ? found : throw ApiException.NotFound("release", id);
        if (verb.Key is { } key && machine.Store.Done(s, id, key)) return r;
        if (verb.Seq is { } seen && seen != r.Seq && verb.Name is not ("abort" or "rollback"))
            throw new ApiException(409, "stale", $"Release {id} has moved on: it is at {r.Seq}, {r.State}.") { Field = "seq", Mend = "Read it again and decide anew." };
        return Do(s, r, verb, actor) ?? throw ApiException.Conflict($"Release {id} was moved by another at the same time.", "Read it again.");
    }, cancellation: cancellation);

    private Release? Do(SqlSession s, Release r, ReleaseVerb verb, Actor actor)
    {
        var move = new ReleaseMove(r.State, actor) { Reason = verb.Reason, Key = verb.Key };
        if (r.Planned.Ab is not null && verb.Name is ("pause" or "resume" or "promote"))
            throw ApiException.Conflict("A test of two versions goes on as planned, or ends.", $"cairn endpoints ab-end {r.Name} ends it.");
        return (verb.Name, r.State) switch
        {
            ("pause", ReleaseStates.Baking) => machine.Move(s, r, move with { To = ReleaseStates.Paused, Reason = verb.Reason ?? "paused by hand" }),
            ("resume", ReleaseStates.Paused) => bake.Begin(s, r, Math.Max(0, r.Step), actor, move with { To = ReleaseStates.Baking }),
            ("promote", ReleaseStates.Baking or ReleaseStates.Paused) => verb.ToEnd ? bake.Whole(s, r, move) : bake.Forward(s, r, move),
            ("abort", _) when r.IsOpen => Away(s, r, verb, actor, "aborted"),
            ("rollback", _) when r.IsOpen => Away(s, r, verb, actor, "rolled-back"),
            ("rollback", ReleaseStates.Succeeded) => Back(s, r, verb, actor),
            _ => throw ApiException.Conflict($"A release that is {r.State} cannot be brought to {verb.Name}."),
        };
    }

    private Release? Away(SqlSession s, Release r, ReleaseVerb verb, Actor actor, string result)
    {
        if (r.State == ReleaseStates.RollingBack) return r;
        string reason = verb.Reason ?? $"{(result == "aborted" ? "aborted" : "rolled back")} by hand";
        return r.Active && r.Kind == Release.Model ? traffic.Leave(s, r, actor, result, reason, verb.Key)
            : machine.Move(s, r, new ReleaseMove(ReleaseStates.Aborted, actor) { Reason = reason, Key = verb.Key });
    }

    private Release Back(SqlSession s, Release r, ReleaseVerb verb, Actor actor)
    {
        if (machine.Store.LastSucceeded(s, r)?.Id != r.Id) throw ApiException.Conflict($"Release {r.Id} is not the last one into {r.Environment}.", "Roll back the last one, or start a release of the version you want.");
        if (r.Kind != Release.Model || r.PreviousId is null) throw ApiException.Conflict($"Nothing stood in {r.Environment} before release {r.Id}.");
        return walk.Back(s, r, actor, verb.Reason ?? "rolled back by hand");
    }
}

/// <summary>A release asked for by hand.</summary>
internal sealed record StartRelease(string Model, int Version, string Env, string? Strategy, string? Reason, string? Key);
