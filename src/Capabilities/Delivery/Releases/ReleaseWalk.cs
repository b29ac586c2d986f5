using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Endpoints;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Registry;

namespace Cairn.Delivery;

/// <summary>The way of a version through the environments of an endpoint: the test environment first, then as the file orders them, each where its gates let it in.</summary>
internal sealed class ReleaseWalk(ReleaseStarter starter, GateStore gates, IProjects projects, IModels models, IEndpoints endpoints, IDatabase database)
{
    /// <summary>Starts the first release of a version that a run made; nothing when a gate stands in the way.</summary>
    /// <param name="commit">Of the scoring package that goes with it.</param>
    public Task BeginAsync(ProjectView project, Contracts.Projects.Endpoint endpoint, ModelVersionView version, string? commit, CancellationToken cancellation)
        => database.WriteAsync(s => Enter(s, project, endpoint, version, (Places(project.File, endpoint).FirstOrDefault(), "pipeline", Cause: null, commit)), cancellation: cancellation);

    /// <summary>Starts the release into the next environment, once this one has succeeded.</summary>
    public void GoOn(SqlSession s, Release done)
    {
        if (done.TriggerKind != "pipeline" || done.Rollback || projects.Find(s, done.Project) is not { } project) return;
        if (!project.File.Endpoints.TryGetValue(done.Name, out Contracts.Projects.Endpoint? endpoint) || models.Find(s, done.VersionId) is not { } version) return;
        string? next = Places(project.File, endpoint).SkipWhile(e => e != done.Environment).Skip(1).FirstOrDefault();
        Enter(s, project, endpoint, version, (next, done.TriggerKind, done.FinishedEvent, done.CommitId));
    }

    /// <summary>Begins a test of the controller anew, against the version that answers by now.</summary>
    public void Again(SqlSession s, Release stale)
    {
        if (stale.TriggerKind != "pipeline" || projects.Find(s, stale.Project) is not { } project) return;
        if (!project.File.Endpoints.TryGetValue(stale.Name, out Contracts.Projects.Endpoint? endpoint) || models.Find(s, stale.VersionId) is not { } version) return;
        Enter(s, project, endpoint, version, (stale.Environment, stale.TriggerKind, stale.Cause, stale.CommitId));
    }

    /// <summary>A release of a version into one environment by hand.</summary>
    public Release ByHand(SqlSession s, ProjectView project, ModelVersionView version, (EndpointView Endpoint, string? Strategy, string? Reason, string Key) asked, Actor actor)
    {
        Contracts.Projects.Endpoint? declared = project.File.Endpoints.GetValueOrDefault(asked.Endpoint.Name);
        ReleasePlan? plan = declared?.Releases.GetValueOrDefault(asked.Endpoint.Environment);
        Release draft = Draft(asked.Endpoint, version, ReleasePlanned.Of(declared, plan, asked.Strategy)) with { Key = asked.Key, TriggerKind = "manual", Cause = version.EventId, Reason = asked.Reason };
        return starter.Start(s, draft, actor);
    }

    /// <summary>A test of a version against the one that answers now.</summary>
    public Release Compare(SqlSession s, ProjectView project, ModelVersionView version, (EndpointView Endpoint, AbPlan Test, string? Reason, string Key) asked, Actor actor)
    {
        Contracts.Projects.Endpoint? declared = project.File.Endpoints.GetValueOrDefault(asked.Endpoint.Name);
        ReleasePlanned plan = ReleasePlanned.Of(declared, declared?.Releases.GetValueOrDefault(asked.Endpoint.Environment), "all-at-once").With(asked.Test, starter.Now);
        Release draft = Draft(asked.Endpoint, version, plan) with { Key = asked.Key, TriggerKind = "manual", Cause = version.EventId, Reason = asked.Reason };
        return starter.Start(s, draft, actor);
    }

    /// <summary>Puts the version back that was there before.</summary>
    public Release Back(SqlSession s, Release done, Actor actor, string? reason)
    {
        Release draft = new()
        {
            Key = $"back:{done.Id}",
            Project = done.Project,
            Kind = done.Kind,
            Name = done.Name,
            Environment = done.Environment,
            EnvironmentRole = done.EnvironmentRole,
            VersionId = done.PreviousId!,
            VersionNumber = done.PreviousNumber!.Value,
            Digest = done.PreviousDigest!,
            CommitId = models.Find(s, done.PreviousId!)?.Commit,
            Strategy = "all-at-once",
            Plan = new ReleasePlanned().ToJson(),
            TriggerKind = "manual",
            Rollback = true,
            Cause = done.FinishedEvent,
            Reason = reason,
        };
        return starter.Start(s, draft, actor);
    }

    private void Enter(SqlSession s, ProjectView project, Contracts.Projects.Endpoint endpoint, ModelVersionView version, (string? Place, string Trigger, string? Cause, string? Commit) how)
    {
        if (how.Place is null) return;
        ReleasePlan? plan = endpoint.Releases.GetValueOrDefault(how.Place);
        // The way begins at the gates of the first environment that has any: test without a plan asks for those of production.
        IReadOnlyList<string> when = plan?.When ?? endpoint.Releases.Values.FirstOrDefault()?.When ?? [];
        GateDecision[] decisions = [.. gates.OfVersion(s, version.Id).Where(d => d.Endpoint == endpoint.Name)];
        GateDecision?[] needed = [.. when.Select(gate => decisions.FirstOrDefault(d => d.Gate == gate))];
        if (needed.Length == 0 && decisions.Length == 0) return;
        if (Array.Exists(needed, d => d?.Decision != GateJudge.Promote)) return;
        DeploymentEnvironment environment = project.File.Environments[how.Place];
        var view = new EndpointView { Project = project.Name, Name = endpoint.Name, Environment = environment.Name, EnvironmentRole = environment.Role == EnvironmentRole.Production ? "production" : "test" };
        ReleasePlanned planned = ReleasePlanned.Of(endpoint, plan, null);
        if (plan?.Ab is { } rule && endpoints.Find(s, view.Project, view.Name, view.Environment)?.Stable is { } stable && stable.VersionId != version.Id)
            planned = planned.With(AbPlan.Of(rule, stable, starter.Now), starter.Now);
        Release draft = Draft(view, version, planned) with
        {
            Key = $"{how.Trigger}:{version.Id}:{endpoint.Name}:{environment.Name}{(planned.Ab is { } test ? $":{test.A}" : "")}",
            TriggerKind = how.Trigger,
            CommitId = how.Commit ?? version.Commit,
            Cause = how.Cause ?? needed.FirstOrDefault(d => d is not null)?.EventId ?? decisions.FirstOrDefault()?.EventId,
        };
        starter.Start(s, draft, ReleaseMove.Machine);
    }

    private static Release Draft(EndpointView endpoint, ModelVersionView version, ReleasePlanned plan) => new()
    {
        Project = endpoint.Project,
        Name = endpoint.Name,
        Environment = endpoint.Environment,
        EnvironmentRole = endpoint.EnvironmentRole,
        VersionId = version.Id,
        VersionNumber = version.Number,
        Digest = version.Digest,
        CommitId = version.Commit,
        Strategy = plan.Ab is not null ? "ab" : plan.Weights.Count > 1 ? "canary" : "all-at-once",
        Plan = plan.ToJson(),
    };

    /// <summary>Environments in the order a version walks them.</summary>
    private static IReadOnlyList<string> Places(ProjectFile file, Contracts.Projects.Endpoint endpoint)
    {
        string[] planned = [.. endpoint.Releases.Keys.Where(file.Environments.ContainsKey)];
        bool tested = planned.Any(p => file.Environments[p].Role == EnvironmentRole.Test);
        string? test = file.Environments.Values.FirstOrDefault(e => e.Role == EnvironmentRole.Test)?.Name;
        return tested || test is null || planned.Length == 0 ? [.. planned.OrderBy(p => file.Environments[p].Role == EnvironmentRole.Production)] : [test, .. planned];
    }
}
