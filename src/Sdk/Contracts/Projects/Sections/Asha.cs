namespace Cairn.Contracts.Projects;

/// <summary>Early stopping of a sweep: many trials are trained a little, the best of them for longer, rung by rung.</summary>
/// <param name="By">The parameter that says how long a trial is trained, such as trees.</param>
/// <param name="From">Its value at the lowest rung.</param>
/// <param name="To">Its value at the top: <paramref name="From"/> times a power of <paramref name="Factor"/>.</param>
/// <param name="Factor">One in so many goes a rung up, and is trained so many times as long.</param>
public sealed record Asha(string By, long From, long To, int Factor)
{
    /// <summary>The highest rung, counted from 0.</summary>
    public int Top
    {
        get
        {
            var top = 0;
            for (var at = From; at < To; at *= Factor)
            {
                top++;
            }

            return top;
        }
    }

    /// <summary>How long a trial is trained at a rung.</summary>
    public long At(int rung)
    {
        var at = From;
        for (var k = 0; k < rung; k++)
        {
            at *= Factor;
        }

        return at;
    }
}
