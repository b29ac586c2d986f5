[assembly: System.Runtime.CompilerServices.InternalsVisibleTo("FlightBoard.Tests")]
