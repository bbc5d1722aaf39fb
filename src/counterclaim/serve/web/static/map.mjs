// The drawn map made movable, where the browser can. Where it cannot, the drawing stays as it is.
const frame = document.querySelector("[data-map]");
if (frame && canDraw()) await start(frame);

function canDraw() {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2"));
}

async function start(frame) {
  const library = await import(frame.dataset.library);
  library.setWorkerUrl(frame.dataset.worker);
  const answer = await fetch(frame.dataset.places, { headers: { Accept: "application/geo+json" } });
  if (!answer.ok) return;
  const places = (await answer.json()).features;
  const points = places.filter((place) => place.geometry);
  const shaded = places.filter((place) => !place.geometry && place.properties.precision === "country");
  if (!points.length && !shaded.length) return;

  const drawing = frame.querySelector("svg");
  const room = document.createElement("div");
  room.className = "room";
  frame.append(room);
  const colour = (name) => getComputedStyle(frame).getPropertyValue(name).trim();
  const map = new library.Map({
    container: room,
    style: style(frame, colour, points, shaded),
    bounds: bounds(frame, points),
    fitBoundsOptions: { padding: 60, maxZoom: 8 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxZoom: 11,
    renderWorldCopies: false,
    canvasContextAttributes: { preserveDrawingBuffer: true },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
  map.getCanvas().setAttribute("aria-label", "Map; the list beside it holds the same places");
  const labels = new Map();
  const countries = await (await fetch(frame.dataset.names)).json();
  const relabel = () => label(library, map, labels, countries);
  map.once("idle", () => { drawing?.setAttribute("hidden", ""); frame.dataset.ready = "true"; relabel(); });
  map.on("idle", relabel);
  map.on("click", "point", (event) => { location.href = address(event.features[0].properties); });
  map.on("click", "shaded", (event) => {
    const place = shaded.find((one) => one.properties.country === event.features[0].properties.iso2);
    const onPoint = map.queryRenderedFeatures(event.point, { layers: ["point", "cluster"] }).length;
    if (place && !onPoint) location.href = address(place.properties);
  });
  for (const layer of ["point", "cluster", "shaded"]) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
  map.on("click", "cluster", (event) => enter(map, event.features[0]));
  map.on("moveend", (event) => { if (event.originalEvent) follow(map); });
}

function address(place) {
  return place.incidents === 1 ? `/incident/${place.incident}` : `/incidents?${new URLSearchParams({ place: place.name })}`;
}

function bounds(frame, points) {
  if (frame.dataset.box) return frame.dataset.box.split(",").map(Number);
  const lons = points.map((point) => point.geometry.coordinates[0]);
  const lats = points.map((point) => point.geometry.coordinates[1]);
  if (!points.length) return [-150, -55, 175, 75];
  return [Math.min(...lons) - 0.2, Math.min(...lats) - 0.2, Math.max(...lons) + 0.2, Math.max(...lats) + 0.2];
}

function style(frame, colour, points, shaded) {
  const countries = shaded.map((place) => place.properties.country).filter(Boolean);
  const alone = ["!", ["has", "point_count"]];
  const disputed = ["case", [">", ["get", "contested"], 0], colour("--v2"), colour("--soft")];
  const area = ["in", ["get", "precision"], ["literal", ["admin1", "admin2"]]];
  const near = ["==", ["get", "precision"], "near"];
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: frame.dataset.outlines },
      places: {
        type: "geojson",
        data: { type: "FeatureCollection", features: points },
        cluster: true,
        clusterRadius: 34,
        clusterMaxZoom: 10,
        clusterProperties: { contested: ["+", ["get", "contested"]], incidents: ["+", ["get", "incidents"]] },
      },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("--t1") } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": colour("--sheet") } },
      { id: "shaded", type: "fill", source: "land", filter: ["in", ["get", "iso2"], ["literal", countries]], paint: { "fill-color": colour("--disputed") } },
      { id: "border", type: "line", source: "land", paint: { "line-color": colour("--edge"), "line-width": 0.7 } },
      { id: "cluster", type: "circle", source: "places", filter: ["has", "point_count"], paint: { "circle-color": disputed, "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "incidents"]], 1, 12, 12, 28], "circle-stroke-color": colour("--sheet"), "circle-stroke-width": 2 } },
      {
        id: "point", type: "circle", source: "places", filter: alone,
        paint: {
          "circle-radius": ["case", area, 18, ["interpolate", ["linear"], ["sqrt", ["get", "incidents"]], 1, 6, 12, 22]],
          "circle-color": ["case", near, colour("--sheet"), disputed],
          "circle-opacity": ["case", area, 0.18, 0.95],
          "circle-stroke-color": ["case", ["any", area, near], disputed, colour("--sheet")],
          "circle-stroke-width": 2,
        },
      },
    ],
  };
}

// Names and numbers are elements of the page and no drawn letters, as there is no server of fonts.
function label(library, map, labels, countries) {
  const seen = new Set();
  const box = map.getBounds();
  const degree = map.project([0, 0]).y - map.project([0, 1]).y; // pixels
  for (const [name, lon, lat, wide] of countries) {
    if (!box.contains([lon, lat]) || wide * degree < name.length * 9) continue;
    const key = `country ${name}`;
    seen.add(key);
    if (labels.has(key)) continue;
    const element = document.createElement("span");
    element.className = "map-country";
    element.textContent = name;
    labels.set(key, new library.Marker({ element }).setLngLat([lon, lat]).addTo(map));
  }
  for (const feature of map.queryRenderedFeatures({ layers: ["point", "cluster"] }).slice(0, 120)) {
    const of = feature.properties;
    const key = of.cluster ? `cluster ${of.cluster_id}` : `${of.name} ${feature.geometry.coordinates}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (labels.has(key)) continue;
    const mark = document.createElement(of.cluster ? "span" : "a");
    mark.className = of.cluster ? "map-number" : "map-name";
    if (of.cluster) mark.textContent = of.incidents;
    else {
      mark.href = address(of);
      mark.textContent = of.incidents > 1 ? `${of.name} ${of.incidents}` : of.name;
    }
    const placed = { element: mark, anchor: of.cluster ? "center" : "left", offset: of.cluster ? [0, 0] : [10, 0] };
    labels.set(key, new library.Marker(placed).setLngLat(feature.geometry.coordinates).addTo(map));
  }
  for (const [key, marker] of labels) {
    if (!seen.has(key)) { marker.remove(); labels.delete(key); }
  }
}

async function enter(map, cluster) {
  const zoom = await map.getSource("places").getClusterExpansionZoom(cluster.properties.cluster_id);
  map.easeTo({ center: cluster.geometry.coordinates, zoom: Math.min(zoom + 0.3, 11) }, { originalEvent: true });
}

// The list beside the map holds what is in sight, and the address says what that is.
function follow(map) {
  const box = map.getBounds();
  const inside = (value, limit) => Math.max(-limit, Math.min(limit, value)).toFixed(2);
  const query = new URLSearchParams(location.search);
  query.set("box", [inside(box.getWest(), 180), inside(box.getSouth(), 90), inside(box.getEast(), 180), inside(box.getNorth(), 90)].join(","));
  const there = `${location.pathname}?${query}`;
  htmx.ajax("GET", there, { target: "#beside", select: "#beside", swap: "outerHTML", replace: there });
}
