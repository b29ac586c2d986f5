namespace Cairn.Maturity.Rules;

/// <summary>Whether a test holds, until when it can hold without new records, and why not; null too where nobody asked.</summary>
internal readonly record struct TestOutcome(bool Holds, DateTimeOffset Until, string? Why)
{
    public static readonly TestOutcome Yes = new(true, DateTimeOffset.MaxValue, null);

    public static TestOutcome No(string? why) => new(false, DateTimeOffset.MaxValue, why);
}
