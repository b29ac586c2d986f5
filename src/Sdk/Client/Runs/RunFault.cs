namespace Cairn.Client;

/// <summary>One thing that was logged and did not arrive, and never will by itself.</summary>
/// <param name="What">What it was, e.g. <c>param depth</c>; never its value.</param>
/// <param name="Problem">Why, in the server's words.</param>
public sealed record RunFault(string What, string Problem);
