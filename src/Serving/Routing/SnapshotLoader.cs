using Cairn.Contracts.Snapshots;
using Cairn.Serving.Lookups;
using Cairn.Serving.Metrics;
using Cairn.Serving.Models;
using Cairn.Serving.Runs;
using Cairn.Serving.Shadows;

namespace Cairn.Serving.Routing;

/// <summary>Makes a snapshot live: models that the running one has are shared, the others loaded; each is warmed by a run, once for the rows that a contract allows.</summary>
internal sealed class SnapshotLoader(LiveSnapshot? running, Func<string, EndpointRuntime> runtime, LiveParts parts)
{
    private readonly Dictionary<string, LoadedModel> _models = new(StringComparer.Ordinal);
    private readonly List<LoadedModel> _held = [];
    private readonly List<SnapshotFault> _faults = [];
    private bool _mayPass;

    /// <summary>A <see cref="SnapshotException"/> with every fault; then nothing stays loaded.</summary>
    /// <param name="unloaded">Endpoints that are left out.</param>
    public LiveSnapshot Load(RouteSnapshot snapshot, IReadOnlySet<string> unloaded)
    {
        var endpoints = new List<LiveEndpoint>();
        try
        {
            for (int i = 0; i < snapshot.Endpoints.Count; i++)
                if (!unloaded.Contains(snapshot.Endpoints[i].Name) && LoadEndpoint(snapshot.Endpoints[i], $"$.endpoints[{i}]") is { } endpoint) endpoints.Add(endpoint);
            if (_faults.Count > 0) throw new SnapshotException(_faults) { MayPass = _mayPass };
            return new LiveSnapshot(snapshot, endpoints) { Unloaded = [.. snapshot.Endpoints.Where(e => unloaded.Contains(e.Name))] };
        }
        catch
        {
            foreach (LoadedModel model in _held) model.Release();
            throw;
        }
    }

    private LiveEndpoint? LoadEndpoint(EndpointRoute route, string at)
    {
        var models = new LoadedModel?[route.Variants.Count];
        for (int i = 0; i < models.Length; i++) models[i] = Guarded($"{at}.variants[{i}]", () => Hold(new(route.Variants[i].Digest, route.Variants[i].Path, route.Variants[i].Members)));
        if (models.Contains(null)) return null;
        LoadedModel stable = models[route.Variants.ToList().FindIndex(v => v.Role == VariantRole.Stable)]!;
        InputContract? contract = Guarded(at, () => Contract(route, stable));
        if (contract is null) return null;
        LiveLookup[]? lookups = Guarded(at, () => LookupLoader.Load(route, contract, running?.Endpoints.Values.SelectMany(e => e.Lookups) ?? []));
        if (lookups is null) return null;
        EndpointRuntime endpoint = runtime(route.Name);
        var variants = new List<LiveVariant>();
        for (int i = 0; i < models.Length; i++)
            if (Guarded($"{at}.variants[{i}]", () => Variant(route, route.Variants[i], models[i]!, (contract, endpoint))) is { } variant) variants.Add(variant);
        return variants.Count == models.Length ? new LiveEndpoint(route, contract, variants, endpoint) { Shadow = Shadow(route, contract, endpoint), Lookups = lookups } : null;
    }

    /// <summary>One that cannot be loaded is left out and says why; the endpoint answers without it.</summary>
    private ShadowLane? Shadow(EndpointRoute route, InputContract contract, EndpointRuntime endpoint)
    {
        endpoint.Meter.ShadowFault = null;
        if (route.Shadow is not { } shadow) return null;
        LoadedModel? model = null;
        try
        {
            model = Hold(new(shadow.Digest, shadow.Path, shadow.Members));
            ModelFit fit = ModelFit.Make(contract, model.Inputs);
            Warm(model, fit, contract);
            return parts.Lanes.Make(route, model, fit, endpoint.Meter.Variant(shadow.Version, ScoreOf(route, model)));
        }
        catch (ModelFault e)
        {
            endpoint.Meter.ShadowFault = e.Message;
            if (model is not null && _held.Remove(model)) model.Release();
            return null;
        }
    }

    private T? Guarded<T>(string at, Func<T> make)
        where T : class
    {
        try { return make(); }
        catch (ModelFault e)
        {
            _faults.Add(new(at, e.Message));
            _mayPass |= e.MayPass;
            return null;
        }
    }

    private LoadedModel Hold(ModelRef file)
    {
        LoadedModel model = Take(file);
        _held.Add(model);
        return model;
    }

    /// <summary>The model of a file, held for the caller: one that is there already, or loaded.</summary>
    private LoadedModel Take(ModelRef file)
    {
        if (_models.TryGetValue(file.Digest, out LoadedModel? model) && model.TryHold()) return model;
        return _models[file.Digest] = Running(file.Digest) ?? parts.Models.Load(file, Take);
    }

    private LoadedModel? Running(string digest) => Running().FirstOrDefault(m => m.Digest == digest && m.TryHold());

    /// <summary>The models that answer now.</summary>
    private IEnumerable<LoadedModel> Running() => (running?.Endpoints.Values ?? []).SelectMany(e => e.Models).SelectMany(m => m.Members.Prepend(m));

    /// <summary>What runs on such rows already needs no trial: one now would tell how busy it is, or that its own server is away for a moment.</summary>
    private void Warm(LoadedModel model, ModelFit fit, InputContract contract)
    {
        if (!OnSameRows(contract).Any(e => e.Models.Contains(model))) ModelWarmer.Warm(model, fit, contract, idle: !Running().Contains(model));
    }

    private IEnumerable<LiveEndpoint> OnSameRows(InputContract contract) => (running?.Endpoints.Values ?? []).Where(e => e.Contract.AllowsSame(contract));

    private bool Batches(LoadedModel model, ModelFit fit, InputContract contract) =>
        OnSameRows(contract).SelectMany(e => e.Variants).FirstOrDefault(v => v.Model == model && v.Batches is not null)?.Batches ?? BatchProbe.Allows(model, fit, contract);

    private static InputContract Contract(EndpointRoute route, LoadedModel stable) => new(
        route.Inputs.Count > 0 ? route.Inputs : stable.Columns,
        route.KeyColumn,
        // One matrix of all inputs cannot leave some of them out.
        route.Lookups.Count == 0 && stable.Inputs is [{ Shape.Count: 2 } only] ? only.Name : null);

    private LiveVariant Variant(EndpointRoute route, VariantRoute variant, LoadedModel model, (InputContract Contract, EndpointRuntime Runtime) of)
    {
        ModelFit fit = ModelFit.Make(of.Contract, model.Inputs);
        Warm(model, fit, of.Contract);
        CanaryWatch? watch = variant.Role == VariantRole.Canary && route.Limits is { } limits ? of.Runtime.Watch(variant.Version, limits) : null;
        VariantMeter meter = of.Runtime.Meter.Variant(variant.Version, ScoreOf(route, model));
        bool? batches = route.Batch.MaxRows > 1 ? Batches(model, fit, of.Contract) : null;
        RunQueue queue = parts.Queues.Make(new ModelRun(model, fit, meter.Runs), meter.Runs, route.Batch, (batches ?? false, model.Parallel));
        return new(variant, model, fit, meter, watch, queue) { Batches = batches };
    }

    /// <summary>The rule of the route, or the last column of the first float output.</summary>
    private static ScoreRule? ScoreOf(EndpointRoute route, LoadedModel model)
    {
        if (route.Score is { } rule)
            return model.OutputIndex(rule.Output) >= 0 ? rule : throw new ModelFault($"The model has no output '{rule.Output}', which the score rule names.");
        foreach (ModelPort output in model.Outputs)
            if (Contracts.Inference.Datatypes.IsFloat(output.Type)) return new ScoreRule(output.Name);
        return null;
    }
}
