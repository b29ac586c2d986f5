using Cairn.Platform.Jobs;

namespace Cairn.Compute.Targets;

/// <summary>Whether a target answers. While it does not, nothing new is given to it.</summary>
internal sealed class TargetHealth(RealTime real)
{
    private volatile HealthView _now = new(true, null, null);

    public HealthView Now => _now;

    /// <summary>Called after each change, with the reason why nothing may start, or null.</summary>
    public Action<string?>? Changed { get; set; }

    public void Answered() => Set(_now.Ok && _now.Since is not null ? _now : new HealthView(true, real.Now, null));

    public void Away(string reason) => Set(_now.Ok ? new HealthView(false, real.Now, reason) : _now with { Reason = reason });

    private void Set(HealthView next)
    {
        bool turned = next.Ok != _now.Ok;
        _now = next;
        if (turned) Changed?.Invoke(next.Ok ? null : next.Reason);
    }
}
