namespace Cairn.Maturity.Rules;

/// <summary>Whether a test holds, until when it can hold without new records, and why not.</summary>
internal readonly record struct TestOutcome(bool Holds, DateTimeOffset Until, string? Why)
{
    public static readonly TestOutcome Yes = new(true, DateTimeOffset.MaxValue, null);

    public static TestOutcome No(string why) => new(false, DateTimeOffset.MaxValue, why);

    public static TestOutcome Of(bool holds, Func<string> why) => holds ? Yes : No(why());
}
