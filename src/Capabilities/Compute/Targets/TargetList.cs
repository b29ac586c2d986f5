using Cairn.Contracts.Enrolment;

namespace Cairn.Compute.Targets;

/// <summary>The enrolled targets. <c>local</c> is always among them.</summary>
internal sealed class TargetList : IDisposable
{
    private readonly Dictionary<string, Target> _targets = new(StringComparer.Ordinal);

    public TargetList(ComputeOptions options, BackendFactory factory)
    {
        IEnumerable<EnrolledTarget> enrolled = options.Targets.Any(t => t.Name == "local") ? options.Targets : [new EnrolledTarget("local") { Local = new LocalTarget(null) }, .. options.Targets];
        foreach (EnrolledTarget target in enrolled)
        {
            IComputeBackend backend = factory.Make(target);
            var queue = new TargetQueue(backend.Capacity, p => target.Quotas.TryGetValue(p, out int own) ? own : target.Quota);
            backend.Health.Changed += queue.Hold;
            _targets.Add(target.Name, new Target(target, backend, queue));
        }
    }

    /// <summary>For a message.</summary>
    public string Names => string.Join(", ", _targets.Keys);

    public IEnumerable<Target> All => _targets.Values;

    /// <summary>The target of this name, or else of those with this label that answers and has most room.</summary>
    public Target? Find(string name) => _targets.GetValueOrDefault(name)
        ?? _targets.Values.Where(t => t.Enrolled.Labels.Contains(name)).OrderByDescending(t => t.Backend.Health.Now.Ok).ThenByDescending(t => t.Queue.Room).FirstOrDefault();

    /// <summary>What so much use costs at the target of this name, or at the dearest of those with this label.</summary>
    public double? CostOf(string project, string name, ComputeUse use) => Meant(name).Max(t => t.Cost(project, use));

    /// <summary>The image of the target of this name, or the images of those with this label; null where one of them has none.</summary>
    public string? ImageOf(string name)
    {
        string?[] images = [.. Meant(name).Select(t => t.Image)];
        return images.Length == 0 || images.Contains(null) ? null : string.Join('+', images.Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>The kind of the target of this name, or else the kinds of those with this label.</summary>
    public string KindsOf(string name) => string.Join('+', Meant(name)
        .Select(t => t.Enrolled.Kind.ToString().ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal));

    /// <summary>What a task of any target waits for; null when it runs or is not open.</summary>
    public string? Because(string key) => _targets.Values.SelectMany(t => t.Tasks()).FirstOrDefault(t => t.Key == key)?.Because;

    private IEnumerable<Target> Meant(string name) => _targets.TryGetValue(name, out Target? named) ? [named] : _targets.Values.Where(t => t.Enrolled.Labels.Contains(name));

    public void Dispose()
    {
        foreach (Target target in _targets.Values) (target.Backend as IDisposable)?.Dispose();
    }
}
