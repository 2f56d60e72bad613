"""How well texts stand out, measured in the browser."""

# Returns the selectors whose text has less contrast with its background than 4.5 to 1.
CONTRAST = """
selectors => {
  const paint = document.createElement("canvas").getContext("2d");
  const rgba = (colour) => {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data];
  };
  const light = (colour) => {
    const [r, g, b] = rgba(colour).map(v => v / 255)
      .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const colour = getComputedStyle(element).backgroundColor;
    if (rgba(colour)[3] === 255) return colour;
    return element.parentElement ? behind(element.parentElement) : "white";
  };
  const contrast = (element) => {
    const [a, b] = [light(getComputedStyle(element).color), light(behind(element))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  return selectors.flatMap(selector => [...document.querySelectorAll(selector)]
    .filter(element => contrast(element) < 4.5).map(() => selector));
}
"""
