namespace Cairn.Platform.Web;

/// <summary>What a status means to the reader and how to mend it.</summary>
internal sealed record ErrorText(string Title, string What, string? Mend)
{
    public static ErrorText For(int status) => status switch
    {
        400 => new("Bad request", "The request could not be understood.", "Check the values in the address or the form."),
        401 => new("Sign in", "This page needs a signed-in person or a token.", "Sign in, or create a token with: cairn token create"),
        403 => new("Not allowed", "You may not do this here.", "Ask an owner of the project for the role that may."),
        404 => new("Not found", "There is nothing at this address.", null),
        405 => new("Wrong method", "This address does not take that kind of request.", null),
        409 => new("Conflict", "Somebody or something changed this in the meantime.", "Load the page again and repeat the step."),
        413 => new("Too large", "What was sent is larger than this server takes.", null),
        429 => new("Too many requests", "This came more often than the server allows.", "Wait a little and try again."),
        503 => new("Not available", "The server cannot answer this right now.", "Try again in a moment; serving of models goes on."),
        >= 500 => new("Something broke", "The server failed while making this page. Nothing was half written.", "Try again; if it stays, tell whoever runs the server."),
        _ => new("Not possible", "The request was refused.", null),
    };
}
