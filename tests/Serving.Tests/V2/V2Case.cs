namespace Cairn.Serving.Tests.V2;

/// <summary>One request and what must come back: the status, and a text that the body must hold.</summary>
public sealed record V2Case(string Name, string Endpoint, string Body, int Status, string Holds)
{
    public override string ToString() => Name;
}
