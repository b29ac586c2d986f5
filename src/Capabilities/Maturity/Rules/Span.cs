namespace Cairn.Maturity.Rules;

/// <summary>A length of time: fixed, counted in beats of the project, a parameter, or the longer of two.</summary>
internal sealed record Span(TimeSpan Time, int Beats = 0, string? Parameter = null, Span? Left = null, Span? Right = null)
{
    /// <summary>The length for a project with this beat. A parameter is in days.</summary>
    public TimeSpan Resolve(TimeSpan beat, IReadOnlyDictionary<string, double> parameters)
    {
        if (Left is not null && Right is not null)
        {
            TimeSpan left = Left.Resolve(beat, parameters), right = Right.Resolve(beat, parameters);
            return left > right ? left : right;
        }
        return Parameter is null ? Time + (beat * Beats) : TimeSpan.FromDays(parameters[Parameter]);
    }
}
