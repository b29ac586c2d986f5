namespace Cairn.Pipelines.Sweeps;

/// <summary>A trial to be trained as long as a rung says; both from 0.</summary>
internal readonly record struct AshaJob(int Trial, int Rung)
{
    /// <summary>Places go rung by rung, so that each is known by its place.</summary>
    public static AshaJob At(int place, int trials) => new((place - 1) % trials, (place - 1) / trials);

    public int Place(int trials) => (Rung * trials) + Trial + 1;

    public string Name => Rung == 0 ? $"{Trial + 1}" : $"{Trial + 1}.r{Rung}";
}
