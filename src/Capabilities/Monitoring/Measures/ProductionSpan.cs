using Cairn.DuckDb;

namespace Cairn.Monitoring;

/// <summary>
/// The log of one endpoint in one environment within [From, To) of domain time, as DuckDB views: <c>predictions</c> (a row each, and one for each request
/// that was not answered), <c>answers</c> (the rows that were answered) and <c>joined</c> (those whose truth is known, with <c>truth</c>).
/// </summary>
internal sealed record ProductionSpan(DuckConnection Duck, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<string> InputColumns)
{
    public const string Answers = "answers";

    public long Rows => Duck.Scalar<long>("select count(*) from predictions");

    /// <summary>The rows that one version answered, as a table expression.</summary>
    public static string AnswersOf(string version) => $"(select * from {Answers} where version = {DuckSql.Literal(version)})";
}
